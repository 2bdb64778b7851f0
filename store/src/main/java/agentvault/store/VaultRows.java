package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Vault;
import java.util.Set;

final class VaultRows extends RowMap<Vault> {

    VaultRows() {
        super(
                "vault",
                Vault.class,
                Set.of(Scope.Kind.VAULT),
                "slug display_name display_name_folded description metadata unmatched_hosts",
                LIFE);
    }

    /// The form in which names are compared when case does not count, as [String#equalsIgnoreCase] compares them.
    static String folded(String name) {
        var folded = new StringBuilder(name.length());
        name.codePoints()
                .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    @Override
    void write(Vault vault, Values to) {
        to.text("slug", vault.slug().text())
                .text("display_name", vault.displayName())
                .text("display_name_folded", folded(vault.displayName()))
                .text("description", vault.description())
                .json("metadata", MetadataJson.write(vault.metadata()))
                .life(vault.life());
        vault.unmatchedHosts().explicit().ifPresent(policy -> to.word("unmatched_hosts", policy));
    }

    @Override
    Vault read(Cells from) {
        var displayName = from.text("display_name");
        if (!from.text("display_name_folded").equals(folded(displayName)))
            throw new Cells.Misfit("display_name_folded");
        return new Vault(
                from.id("id"),
                from.text("slug", Slug::new),
                displayName,
                from.text("description"),
                from.json("metadata", MetadataJson::read),
                from.maybeText("unmatched_hosts", UnmatchedHosts::valueOf)
                        .<Vault.Setting>map(Vault.Setting.Explicit::new)
                        .orElse(new Vault.Setting.Unset()),
                from.life());
    }
}
