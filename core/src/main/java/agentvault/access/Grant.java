package agentvault.access;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.time.Instant;

/// An actor's role in a vault. There is at most one for each pair.
public record Grant(Id id, Id actor, Id vault, VaultRole role, Life life) implements SealedRow {

    public Grant with(VaultRole newRole, Instant now) {
        return new Grant(id, actor, vault, newRole, life.updated(now));
    }

    @Override
    public Scope scope() {
        return Scope.vault(vault);
    }

    @Override
    public String table() {
        return "access_grant";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(actor).id(vault).text(role.name());
        life.writeTo(out);
        return out.bytes();
    }
}
