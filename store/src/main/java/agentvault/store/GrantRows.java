package agentvault.store;

import agentvault.access.Grant;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import java.util.Set;

final class GrantRows extends RowMap<Grant> {

    GrantRows() {
        super("access_grant", Grant.class, Set.of(Scope.Kind.VAULT), "actor role", LIFE);
    }

    @Override
    void write(Grant grant, Values to) {
        to.id("actor", grant.actor()).word("role", grant.role()).life(grant.life());
    }

    @Override
    Grant read(Cells from) {
        return new Grant(
                from.id("id"), from.id("actor"), from.id("scope_id"), from.word("role", VaultRole.class), from.life());
    }
}
