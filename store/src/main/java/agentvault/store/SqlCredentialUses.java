package agentvault.store;

import agentvault.id.Id;
import agentvault.store.SqlStore.Attempt;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUses;
import agentvault.workspace.Store.Hold;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The last use of each credential, in a table beside the sealed rows.
final class SqlCredentialUses implements CredentialUses {

    private static final List<String> COLUMNS = List.of("credential", "vault", "version", "used_at", "said");

    private final SqlStore store;

    SqlCredentialUses(SqlStore store) {
        this.store = store;
    }

    @Override
    public void keep(List<CredentialUse> uses) {
        if (uses.isEmpty()) return;
        var binds = uses.stream()
                .map(SqlCredentialUses::values)
                .<Link.Bind>map(values -> statement -> values.bind(statement, COLUMNS))
                .toList();
        store.changing(Hold.NOTHING, link -> {
            link.changeEach("""
                    INSERT INTO credential_use (credential, vault, version, used_at, said) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (credential) DO UPDATE
                    SET used_at = excluded.used_at,
                        version = CASE WHEN excluded.said = 'NOTHING' THEN credential_use.version
                                       ELSE excluded.version END,
                        said = CASE WHEN excluded.said = 'NOTHING' THEN credential_use.said ELSE excluded.said END
                    WHERE excluded.used_at >= credential_use.used_at
                    """, binds);
            return Attempt.committed(true);
        });
    }

    private static Values values(CredentialUse use) {
        return new Values()
                .id("credential", use.credential())
                .id("vault", use.vault())
                .number("version", use.version())
                .moment("used_at", use.at())
                .word("said", use.said());
    }

    @Override
    public Map<Id, CredentialUse> of(Id vault) {
        var all = store.reading(link -> PlainTables.all(
                link,
                "SELECT credential, vault, version, used_at, said FROM credential_use WHERE vault = ?",
                new Values().id("vault", vault),
                List.of("vault"),
                COLUMNS,
                SqlCredentialUses::use));
        return all.stream().collect(Collectors.toMap(CredentialUse::credential, Function.identity()));
    }

    private static CredentialUse use(Cells from) {
        return new CredentialUse(
                from.id("vault"),
                from.id("credential"),
                from.integer("version"),
                from.moment("used_at"),
                from.word("said", CredentialUse.Said.class));
    }

    @Override
    public void forgetDeleted() {
        store.changing(
                Hold.NOTHING,
                link -> Attempt.committed(link.change(
                        "DELETE FROM credential_use WHERE credential NOT IN (SELECT id FROM credential)", _ -> {})));
    }
}
