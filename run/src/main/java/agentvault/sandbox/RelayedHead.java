package agentvault.sandbox;

import agentvault.crypto.Secret;
import agentvault.http.Fields;
import agentvault.http.Framing;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The head of a request as it goes on to the server. What the sender shows of its own is dropped, and the connection
/// ends with the answer.
///
/// @param forApi whether it is the API that is asked, else the forward proxy
/// @param switches whether other bytes than a body may follow
/// @param text all but the token, which comes last
/// @param vault that is named beside the token; empty for none
record RelayedHead(boolean forApi, boolean switches, String text, String vault) {

    private static final String PROXY = "/proxy/";
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What agents ask the API for: what the server answers on sockets of its own.
    static final Set<String> FOR_AGENTS = Set.of(
            "/discover",
            "/health",
            "/v1/mitm/ca",
            "/v1/mitm/ca.pem",
            "/v1/openapi.yaml",
            "/v1/proposals",
            "/v1/service-catalog",
            "/v1/skills/cli",
            "/v1/skills/http",
            "/v1/status");

    private static final Pattern PROPOSAL = Pattern.compile("/v1/proposals/[0-9]{1,19}");

    /// About the connection, or shown to the server: by their names in small letters without marks.
    private static final List<String> DROPPED =
            List.of("proxyauthorization", "connection", "keepalive", "proxyconnection", "upgrade");

    /// Shown to the API, which is asked as the session alone.
    private static final List<String> DROPPED_FOR_API = List.of("authorization", "host");

    /// The head that goes on; empty if it asks the API for what agents do not ask for.
    static Optional<RelayedHead> of(RequestHead head, Relay.Server server) {
        return switch (head.line().form()) {
            case AUTHORITY, ABSOLUTE_HTTP, ABSOLUTE_HTTPS -> Optional.of(written(head, server, false));
            case ORIGIN -> forAgents(head.line().path()) ? Optional.of(written(head, server, true)) : Optional.empty();
            case ASTERISK -> Optional.empty();
        };
    }

    private static boolean forAgents(String path) {
        return path.startsWith(PROXY)
                || FOR_AGENTS.contains(path)
                || PROPOSAL.matcher(path).matches();
    }

    private static RelayedHead written(RequestHead head, Relay.Server server, boolean forApi) {
        var line = head.line();
        boolean tunnel = line.form() == TargetForm.AUTHORITY;
        boolean upgrade = !tunnel && head.framing() instanceof Framing.None && asksForWebSocket(head.fields());
        var text = new StringBuilder();
        text.append(line.method()).append(' ').append(forApi ? server.base() : "");
        text.append(line.target())
                .append(" HTTP/1.")
                .append(line.minorVersion())
                .append("\r\n");
        if (forApi) text.append("Host: ").append(server.authority()).append("\r\n");
        else if (!has(head.fields(), "host"))
            text.append("Host: ").append(line.authority()).append("\r\n");
        boolean cookies = !forApi || line.path().startsWith(PROXY);
        for (int i = 0; i < head.fields().size(); i++)
            if (goesOn(head.fields(), i, forApi, cookies)) line(text, head.fields(), i);
        text.append(upgrade ? "Upgrade: websocket\r\nConnection: close, Upgrade\r\n" : "Connection: close\r\n");
        boolean named = !server.vault().isEmpty();
        if (forApi && named && !has(head.fields(), "x-vault"))
            text.append("X-Vault: ").append(server.vault()).append("\r\n");
        text.append(forApi ? "Authorization" : "Proxy-Authorization");
        text.append(!forApi && named ? ": Basic " : ": Bearer ");
        return new RelayedHead(forApi, tunnel || upgrade, text.toString(), forApi ? "" : server.vault());
    }

    private static boolean goesOn(Fields fields, int field, boolean forApi, boolean cookies) {
        for (var name : DROPPED) if (fields.reads(field, name)) return false;
        if (!cookies && fields.reads(field, "cookie")) return false;
        if (forApi) for (var name : DROPPED_FOR_API) if (fields.reads(field, name)) return false;
        return true;
    }

    private static void line(StringBuilder text, Fields fields, int field) {
        text.append(fields.name(field)).append(": ").append(fields.value(field)).append("\r\n");
    }

    private static boolean asksForWebSocket(Fields fields) {
        for (int i = 0; i < fields.size(); i++)
            if (fields.named(i, "upgrade")) return fields.value(i).equalsIgnoreCase("websocket");
        return false;
    }

    private static boolean has(Fields fields, String name) {
        for (int i = 0; i < fields.size(); i++) if (fields.named(i, name)) return true;
        return false;
    }

    /// The whole head, for the wire alone.
    byte[] with(Secret token) {
        return token.reveal(shown -> {
            if (vault.isEmpty()) return around(shown);
            byte[] pair = joined(shown, (":" + vault).getBytes(StandardCharsets.US_ASCII));
            byte[] encoded = Base64.getEncoder().encode(pair);
            try {
                return around(encoded);
            } finally {
                Arrays.fill(pair, (byte) 0);
                Arrays.fill(encoded, (byte) 0);
            }
        });
    }

    private byte[] around(byte[] shown) {
        return joined(text.getBytes(StandardCharsets.ISO_8859_1), shown, END);
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        for (var part : parts) all.put(part);
        return all.array();
    }

    /// The kind alone: the rest may hold secrets.
    @Override
    public String toString() {
        return forApi ? "RelayedHead[api]" : "RelayedHead[proxy]";
    }
}
