package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Flag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server as whatever runs for an agent asks it: with the token of its environment, or the login of this machine, and
/// for the vault that is named there.
public final class AgentsServer {

    private final Connection connection;
    private final String vault;

    private AgentsServer(Connection connection, String vault) {
        this.connection = connection;
        this.vault = vault;
    }

    public static AgentsServer of(Call call) {
        var connection = Connection.agentOrUser(call);
        var vault = call.value(Vaults.VAULT)
                .or(() -> call.environment().variable("AGENT_VAULT_VAULT"))
                .orElse("");
        return new AgentsServer(connection, vault);
    }

    /// What says which server, and which of its vaults.
    public static List<Flag> flags() {
        return List.of(Connection.ADDRESS, Connection.PLAIN_HTTP, Vaults.VAULT);
    }

    /// What came back.
    ///
    /// @param own whether the proxy stopped it, and no server elsewhere said this
    /// @param text the body, if it is text
    /// @param cut whether there was more than was read
    public record Said(int status, String type, boolean own, Optional<String> text, boolean cut) {}

    /// Sends one request, and reads so much of what comes back.
    ///
    /// @param target path and query, encoded
    public Said ask(String method, String target, Map<String, String> headers, byte[] body, int most) {
        var all = new LinkedHashMap<>(headers);
        if (!vault.isEmpty()) all.put("X-Vault", vault);
        return connection.pass(method, target, all, body, http -> said(http, most));
    }

    private static Said said(Http http, int most) throws IOException {
        byte[] body = http.body().readNBytes(most);
        return new Said(
                http.status(),
                http.header("content-type").orElse(""),
                http.header("x-agent-vault-proxy-error").isPresent(),
                text(body),
                body.length == most && http.body().read() >= 0);
    }

    /// What is not UTF-8 is no text; a character that was cut in two is left out.
    private static Optional<String> text(byte[] body) {
        var text = CharBuffer.allocate(body.length);
        var bytes = ByteBuffer.wrap(body);
        var result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, false);
        return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
    }
}
