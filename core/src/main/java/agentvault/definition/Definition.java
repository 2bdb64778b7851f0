package agentvault.definition;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Slug;
import java.time.Instant;
import java.util.List;

/// A description of an agent to be run: what Qoder calls agent, 21st an agent's slug. No actor and no permission.
public record Definition(Id id, Id workspace, Slug slug, String name, int version, Content content, Life life)
        implements SealedRow {

    /// @param vaults pinned vaults, in order; they count when a run names none
    public record Content(String model, List<Server> servers, List<String> skills, List<Id> vaults) {
        public Content {
            FreeText.checked("a model's name", model);
            servers = List.copyOf(servers);
            skills = List.copyOf(skills);
            skills.forEach(skill -> FreeText.checked("a skill's name", skill));
            vaults = List.copyOf(vaults);
            if (servers.size() > 20) throw new IllegalArgumentException("a definition has at most 20 servers");
        }
    }

    /// An MCP server that the agent uses; its credential comes from the vaults of the session.
    public record Server(String name, String url) {
        public Server {
            FreeText.checked("a server's name", name);
            FreeText.checked("a server's URL", url);
        }
    }

    public Definition {
        FreeText.checked("a definition's name", name);
    }

    /// A new content, as the next version.
    public Definition with(String newName, Content newContent, Instant now) {
        return new Definition(id, workspace, slug, newName, version + 1, newContent, life.updated(now));
    }

    public Definition archived(Instant now) {
        return new Definition(id, workspace, slug, name, version, content, life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "definition";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(slug.text()).text(name).number(version).text(content.model());
        out.list(content.servers(), (to, server) -> to.text(server.name()).text(server.url()))
                .list(content.skills(), (to, skill) -> to.text(skill))
                .list(content.vaults(), (to, vault) -> to.id(vault));
        life.writeTo(out);
        return out.bytes();
    }
}
