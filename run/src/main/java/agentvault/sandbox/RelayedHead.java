package agentvault.sandbox;

import agentvault.crypto.Secret;
import agentvault.http.Fields;
import agentvault.http.Framing;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The head of a request as it goes on to the server. What the sender shows of its own is dropped, and the connection
/// ends with the answer.
///
/// @param forApi whether it is the API that is asked, else the forward proxy
/// @param switches whether other bytes than a body may follow
/// @param text all but the token, which comes last
record RelayedHead(boolean forApi, boolean switches, String text) {

    private static final String PROXY = "/proxy/";

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

    private static final Pattern PROPOSAL = Pattern.compile("/v1/proposals/[A-Za-z0-9_-]{1,64}");

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
        text.append(forApi ? "Authorization" : "Proxy-Authorization").append(": Bearer ");
        return new RelayedHead(forApi, tunnel || upgrade, text.toString());
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
            byte[] before = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] end = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            var all = new byte[before.length + shown.length + end.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(shown, 0, all, before.length, shown.length);
            System.arraycopy(end, 0, all, before.length + shown.length, end.length);
            return all;
        });
    }

    /// The kind alone: the rest may hold secrets.
    @Override
    public String toString() {
        return forApi ? "RelayedHead[api]" : "RelayedHead[proxy]";
    }
}
