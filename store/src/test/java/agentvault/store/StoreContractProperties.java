package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.page.PageRequest.Archived;
import agentvault.page.PageRequest.From;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.RateLimit;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import agentvault.vault.Vault;
import agentvault.workspace.Examples;
import agentvault.workspace.MemoryStore;
import agentvault.workspace.Outcome;
import agentvault.workspace.Parts;
import agentvault.workspace.Rows;
import agentvault.workspace.Store;
import agentvault.workspace.Store.StoredRow;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/// What every database does alike, on random rows; the store in memory is the plain reference for lists.
abstract class StoreContractProperties {

    private static final Id ACTOR = id(7);

    /// A vault in a list.
    record Entry(String name, long at, boolean granted, boolean archived) {

        Vault vault(Id id, int number) {
            var slug = new Slug("vault-" + number % 10 + "-" + number);
            var life = Life.startedAt(new Stamp(Stamp.instant(at), number));
            return new Vault(
                    id,
                    slug,
                    name,
                    "",
                    Metadata.EMPTY,
                    new Vault.Choices(new Vault.Setting.Unset(), limits(number)),
                    life);
        }
    }

    private static SortedMap<RateLimit.Part, Integer> limits(int number) {
        var limits = new TreeMap<RateLimit.Part, Integer>();
        if (number % 2 == 1) limits.put(RateLimit.Part.RATE, 1 + number);
        if (number % 3 == 1) limits.put(RateLimit.Part.IN_FLIGHT, 1 + number);
        return limits;
    }

    private final Database.Fresh fresh;
    private long ids = 1_000;

    StoreContractProperties(Database database) {
        fresh = database.fresh();
    }

    @AfterProperty
    void close() {
        fresh.close();
    }

    @Property(tries = 400)
    void a_row_is_read_back_as_it_was_written(@ForAll("rows") SealedRow row, @ForAll("seals") Octets seal) {
        change(fresh.store(), Set.of(row), all -> all.insert(row, seal));
        var stored = rows(row.scope());
        change(fresh.store(), Set.of(row), all -> all.delete(row));

        assertThat(stored).containsExactly(new StoredRow.Rebuilt(row, seal));
        assertThat(((StoredRow.Rebuilt) stored.getFirst()).row().canonical()).isEqualTo(row.canonical());
        assertThat(rows(row.scope())).isEmpty();
    }

    private List<StoredRow> rows(Scope scope) {
        return fresh.store().read(all -> all.rows(scope));
    }

    @Property(tries = 40)
    void lists_of_vaults_are_those_of_a_plain_list(
            @ForAll("entries") List<Entry> entries, @ForAll("requests") List<PageRequest> requests) {
        var reference = new MemoryStore();
        var vaults = new LinkedHashMap<Vault, Entry>();
        for (var entry : entries) vaults.put(entry.vault(id(ids++), vaults.size()), entry);
        for (var store : List.of(reference, fresh.store())) {
            change(store, vaults.keySet(), all -> vaults.forEach((vault, entry) -> add(all, vault, entry)));
            change(store, vaults.keySet(), all -> vaults.forEach((vault, entry) -> end(all, vault, entry)));
        }

        for (var request : requests) {
            assertThat(page(fresh.store(), request)).as("%s", request).isEqualTo(page(reference, request));
        }
        change(fresh.store(), vaults.keySet(), all -> vaults.keySet().forEach(vault -> remove(all, vault)));
    }

    private static Page<Id> page(Store store, PageRequest request) {
        return store.read(all -> all.vaults(ACTOR, request));
    }

    private void add(Store.Writing all, Vault vault, Entry entry) {
        all.insert(vault, SEAL);
        all.insert(Examples.grant(id(ids++), entry.granted() ? ACTOR : id(8), vault.id()), SEAL);
    }

    private static void end(Store.Writing all, Vault vault, Entry entry) {
        if (entry.archived()) all.update(vault.archived(Examples.NOON), SEAL);
    }

    private static void remove(Store.Writing all, Vault vault) {
        for (var row : all.rows(vault.scope())) all.delete(((StoredRow.Rebuilt) row).row());
    }

    private static void change(Store store, Collection<? extends SealedRow> rows, Consumer<Store.Writing> work) {
        store.write(rows.stream().map(SealedRow::scope).toList(), all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }

    @Provide
    Arbitrary<SealedRow> rows() {
        return Rows.any();
    }

    @Provide
    Arbitrary<Octets> seals() {
        return Parts.octets(40);
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        return Combinators.combine(Parts.names(20), Arbitraries.longs().between(0, 5), Parts.flags(), Parts.flags())
                .as(Entry::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<PageRequest>> requests() {
        var stamps = Combinators.combine(
                        Arbitraries.longs().between(0, 6), Arbitraries.longs().between(0, 30))
                .as((at, sequence) -> new Stamp(Stamp.instant(at), sequence));
        Arbitrary<From> places = Arbitraries.oneOf(
                Arbitraries.just(new From.Newest()), stamps.map(From.OlderThan::new), stamps.map(From.NewerThan::new));
        var names = Arbitraries.oneOf(
                Arbitraries.of("", "VAULT-3", "N", "%", "_", "'", "\\", "É", "Σ", "ß"), Parts.texts(4));
        var filters = Combinators.combine(Arbitraries.of(Archived.class), names, moments(0), moments(4))
                .as(PageRequest.Filter::new);
        return Combinators.combine(Arbitraries.integers().between(1, 8), places, filters)
                .as(PageRequest::new)
                .list()
                .ofSize(20);
    }

    private static Arbitrary<Instant> moments(long from) {
        return Arbitraries.longs().between(from, from + 2).map(Stamp::instant);
    }
}
