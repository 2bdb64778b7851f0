package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.vault.RateLimit;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Vault;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class VaultRows extends RowMap<Vault> {

    VaultRows() {
        super(
                "vault",
                Vault.class,
                Set.of(Scope.Kind.VAULT),
                "slug display_name display_name_folded description metadata unmatched_hosts limits",
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
        var limits = vault.choices().limits();
        if (!limits.isEmpty()) to.json("limits", limits(limits));
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
                new Vault.Choices(
                        from.maybeText("unmatched_hosts", UnmatchedHosts::valueOf)
                                .<Vault.Setting>map(Vault.Setting.Explicit::new)
                                .orElse(new Vault.Setting.Unset()),
                        from.maybeJson("limits", VaultRows::limits).orElseGet(TreeMap::new)),
                from.life());
    }

    private static ObjectNode limits(SortedMap<RateLimit.Part, Integer> limits) {
        var object = Json.object();
        limits.forEach((part, limit) -> object.put(part.name(), limit));
        return object;
    }

    private static SortedMap<RateLimit.Part, Integer> limits(JsonNode node) {
        var limits = new TreeMap<RateLimit.Part, Integer>();
        node.asObject()
                .properties()
                .forEach(limit -> limits.put(
                        RateLimit.Part.valueOf(limit.getKey()), limit.getValue().intValue()));
        return limits;
    }
}
