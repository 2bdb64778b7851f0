package agentvault.control;

import agentvault.vault.Material.Part;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Office;
import java.time.Duration;
import java.util.Map;

/// Authorization servers that answer as they are told.
final class PretendedServers implements AuthorizationServers {

    volatile String refusal = "";

    @Override
    public Answer ask(Request request) {
        if (!refusal.isEmpty()) return new Answer.Refused(refusal);
        return new Answer.Granted(
                Map.of(Part.VALUE, Office.secret("access-token"), Part.REFRESH_TOKEN, Office.secret("refresh-token")),
                Duration.ofHours(1));
    }

    @Override
    public Discovered discover(String issuer) {
        return issuer.equals("https://auth.example.com")
                ? new Discovered.Found(issuer, issuer + "/authorize", issuer + "/token")
                : new Discovered.Failed("no_answer");
    }
}
