package agentvault.control;

import agentvault.vault.Material.Part;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Office;
import java.time.Duration;
import java.util.Map;

/// Authorization servers that answer as they are told.
public final class PretendedServers implements AuthorizationServers {

    public volatile String refusal = "";

    @Override
    public Answer ask(Request request) {
        if (!refusal.isEmpty()) return new Answer.Refused(refusal);
        return new Answer.Granted(
                Map.of(Part.VALUE, Office.secret("access-token"), Part.REFRESH_TOKEN, Office.secret("refresh-token")),
                Duration.ofHours(1));
    }

    @Override
    public Guarded guarded(String server) {
        return server.startsWith("https://mcp.example.com/")
                ? new Guarded.By("https://auth.example.com", "read write")
                : new Guarded.Failed("http_404");
    }

    @Override
    public Registered register(String endpoint, String redirect) {
        return new Registered.Client("registered");
    }

    @Override
    public Discovered discover(String issuer) {
        return issuer.equals("https://auth.example.com")
                ? new Discovered.Found(issuer, issuer + "/authorize", issuer + "/token", issuer + "/register")
                : new Discovered.Failed("no_answer");
    }
}
