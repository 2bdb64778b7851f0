package agentvault.access;

import agentvault.crypto.Canonical;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;

/// What is kept of a user's password. There is one for each user with a confirmed address.
public record PasswordHash(Id id, Id workspace, Id user, Sealed sealed, Stamp created) implements SealedRow {

    /// The encoded hash, sealed for its user by [PasswordSeal].
    ///
    /// @param key the version of the workspace key
    public record Sealed(int key, Octets value) {

        void writeTo(Canonical out) {
            out.number(key).bytes(value.bytes());
        }
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "password_hash";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(user);
        sealed.writeTo(out);
        created.writeTo(out);
        return out.bytes();
    }
}
