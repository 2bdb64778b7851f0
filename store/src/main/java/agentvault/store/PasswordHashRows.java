package agentvault.store;

import agentvault.access.PasswordHash;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import java.util.List;
import java.util.Set;

final class PasswordHashRows extends RowMap<PasswordHash> {

    PasswordHashRows() {
        super(
                "password_hash",
                PasswordHash.class,
                Set.of(Scope.Kind.WORKSPACE),
                "actor key_version sealed created_at created_sequence");
    }

    @Override
    List<Octets> sealedIn(PasswordHash hash) {
        return List.of(hash.sealed().value());
    }

    @Override
    void write(PasswordHash hash, Values to) {
        to.id("actor", hash.user())
                .number("key_version", hash.sealed().key())
                .octets("sealed", hash.sealed().value())
                .created(hash.created());
    }

    @Override
    PasswordHash read(Cells from) {
        return new PasswordHash(
                from.id("id"),
                from.id("scope_id"),
                from.id("actor"),
                new PasswordHash.Sealed(from.integer("key_version"), from.octets("sealed")),
                from.created());
    }
}
