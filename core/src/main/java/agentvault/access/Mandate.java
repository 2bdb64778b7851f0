package agentvault.access;

import agentvault.crypto.FreeText;
import agentvault.vault.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a token that was exchanged for an API key is for. Whoever shows the token can change nothing of it.
///
/// @param agents the agents that it is confined to, by their slugs; all of them if there are none
/// @param user whom the key's holder made it for, in the holder's words
/// @param endUser the same, where the holder tells its users from those of its customers
public record Mandate(List<String> agents, Optional<String> user, Optional<String> endUser, Metadata metadata) {

    private static final int MAX_AGENTS = 20;
    private static final int MAX_SLUG = 100;
    private static final int MAX_USER = 255;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    public Mandate {
        agents = agents.stream().distinct().toList();
        if (agents.size() > MAX_AGENTS) throw new IllegalArgumentException("a token is for at most 20 agents");
        if (!agents.stream().allMatch(Mandate::slug)) {
            throw new IllegalArgumentException("an agent is named by its slug: 1 to 100 characters of a-z, 0-9 and -");
        }
        user = user.map(Mandate::named);
        endUser = endUser.map(Mandate::named);
    }

    /// Whether it may be used for an agent.
    public boolean covers(String agent) {
        return agents.isEmpty() || agents.contains(agent);
    }

    /// Whose vaults it may stand for: a run has this external user, and no other.
    public Optional<String> externalUser() {
        return endUser.or(() -> user);
    }

    private static boolean slug(String text) {
        return text.length() <= MAX_SLUG && SLUG.matcher(text).matches();
    }

    private static String named(String user) {
        var stripped = FreeText.checked("a user", user).strip();
        if (stripped.isEmpty() || stripped.length() > MAX_USER) {
            throw new IllegalArgumentException("a user is named in 1 to 255 characters");
        }
        return stripped;
    }
}
