package agentvault.definition;

import agentvault.address.HostPattern;
import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import java.time.Instant;
import java.util.List;

/// What Qoder and Anthropic call an environment, as far as it says which hosts a work session may reach.
public record Environment(Id id, Id workspace, String name, Networking networking, Metadata metadata, Life life)
        implements SealedRow {

    private static final int MAX_NAME = 255;

    public sealed interface Networking {
        record Unrestricted() implements Networking {}

        /// @param hosts let through without a credential
        record Limited(List<HostPattern> hosts) implements Networking {
            public Limited {
                hosts = List.copyOf(hosts);
            }
        }
    }

    public Environment {
        FreeText.checked("an environment's name", name);
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new IllegalArgumentException("an environment's name has 1 to 255 characters");
        }
    }

    public Environment archived(Instant now) {
        return new Environment(id, workspace, name, networking, metadata, life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "environment";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(name);
        switch (networking) {
            case Networking.Unrestricted() -> out.text("unrestricted");
            case Networking.Limited(var hosts) -> out.text("limited").list(hosts, (to, host) -> to.text(host.text()));
        }
        metadata.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
