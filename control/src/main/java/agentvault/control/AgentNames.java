package agentvault.control;

import agentvault.document.Members;
import agentvault.route.Trouble;
import agentvault.vault.Slug;

/// The names that agents may have here: not that of another address beneath theirs.
final class AgentNames {

    private static final String OF_INVITES = "invites";

    private AgentNames() {}

    static Slug read(Members body) {
        var name = body.text("name", Slug::new);
        if (!reserved(name.text())) return name;
        throw Trouble.coded(
                        422,
                        "name_reserved",
                        "No agent can be named \"" + OF_INVITES + "\": /v1/agents/invites is where invites are listed.")
                .hinting("Choose another name.")
                .declined();
    }

    static boolean reserved(String name) {
        return name.equals(OF_INVITES);
    }
}
