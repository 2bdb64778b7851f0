package agentvault.control;

import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.Office;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Authorization servers that answer as they are told.
public final class PretendedServers implements AuthorizationServers {

    public volatile String refusal = "";

    /// What comes instead of tokens, if it is to be something.
    public volatile Optional<Answer> failure = Optional.empty();

    public volatile Guarded guarded =
            new Guarded.By("https://auth.example.com", "read write", "https://mcp.example.com/mcp");
    public volatile Registered registered = new Registered.Client("registered", ClientAuthentication.NONE, Map.of());
    public final AtomicInteger registrations = new AtomicInteger();
    public volatile Discovered discovered = found("https://auth.example.com/register");

    public static Discovered.Found found(String registration) {
        return new Discovered.Found(
                "https://auth.example.com",
                "https://auth.example.com/authorize",
                "https://auth.example.com/token",
                registration,
                ClientAuthentication.NONE);
    }

    @Override
    public Answer ask(Request request) {
        if (failure.isPresent()) return failure.get();
        if (!refusal.isEmpty()) return new Answer.Refused(refusal);
        return new Answer.Granted(
                Map.of(Part.VALUE, Office.secret("access-token"), Part.REFRESH_TOKEN, Office.secret("refresh-token")),
                Duration.ofHours(1));
    }

    @Override
    public Guarded guarded(String server) {
        return server.startsWith("https://mcp.example.com/") ? guarded : new Guarded.Unsaid();
    }

    @Override
    public Registered register(Discovered.Found at, String redirect) {
        registrations.incrementAndGet();
        return registered;
    }

    @Override
    public Discovered discover(String issuer) {
        return issuer.equals("https://auth.example.com") ? discovered : new Discovered.Failed("no_answer");
    }
}
