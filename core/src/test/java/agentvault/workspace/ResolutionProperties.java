package agentvault.workspace;

import static agentvault.workspace.Resolution.Layer.DEFINITION;
import static agentvault.workspace.Resolution.Layer.EXTERNAL_USER;
import static agentvault.workspace.Resolution.Layer.NAMED;
import static agentvault.workspace.Resolution.Layer.NONE;
import static agentvault.workspace.Resolution.Layer.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import agentvault.vault.Vault;
import agentvault.workspace.Resolution.Choice;
import agentvault.workspace.Resolution.Resolved;
import agentvault.workspace.Resolution.Unavailable;
import agentvault.workspace.Resolution.Wish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ResolutionProperties {

    private static final int VAULTS = 6;

    private static final Wish UNNAMED = new Wish.Unnamed();

    /// A vault of one of few ids, made in the order of a number, active or not, perhaps somebody's.
    private static Vault vault(int id, int made, boolean active, String user) {
        var plain = Examples.vault(Examples.id(id), "vault-" + id);
        var labels = user.isEmpty() ? Metadata.EMPTY : Metadata.of(Map.of(Resolution.EXTERNAL_USER, user));
        var life = Life.startedAt(new Stamp(Examples.NOON, made));
        return new Vault(
                plain.id(),
                plain.slug(),
                plain.displayName(),
                "",
                labels,
                plain.choices(),
                active ? life : life.archived(Examples.NOON));
    }

    @Provide
    Arbitrary<List<Vault>> granted() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, VAULTS),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.of("", "ann", "bob"))
                .as(ResolutionProperties::vault)
                .list()
                .ofMaxSize(VAULTS)
                .uniqueElements(Vault::id)
                .uniqueElements(found -> found.life().created().sequence());
    }

    @Provide
    Arbitrary<List<Id>> ids() {
        return Arbitraries.integers()
                .between(1, VAULTS)
                .map(number -> Examples.id(number))
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Optional<Id>> usual() {
        return Arbitraries.integers()
                .between(1, VAULTS)
                .map(number -> Examples.id(number))
                .optional();
    }

    private static List<Id> active(List<Vault> granted) {
        return granted.stream()
                .filter(vault -> vault.life().active())
                .map(Vault::id)
                .toList();
    }

    private static List<Id> of(List<Vault> granted, String user) {
        return granted.stream()
                .filter(vault -> vault.life().active()
                        && user.equals(vault.metadata().pairs().get("external_user_id")))
                .sorted(Comparator.comparing(vault -> vault.life().created()))
                .map(Vault::id)
                .toList();
    }

    /// The rule, written down a second time.
    private static Resolution expected(List<Vault> granted, List<Id> pinned, Optional<Id> usual, String user) {
        var theirs = user.isEmpty() ? List.<Id>of() : of(granted, user);
        if (!theirs.isEmpty()) return new Resolved(EXTERNAL_USER, theirs);
        for (var id : pinned) if (!active(granted).contains(id)) return new Unavailable(DEFINITION, id);
        if (!pinned.isEmpty()) return new Resolved(DEFINITION, pinned);
        if (usual.isPresent() && active(granted).contains(usual.get()))
            return new Resolved(USUAL, List.of(usual.get()));
        return new Resolved(NONE, List.of());
    }

    @Property
    void the_first_layer_that_says_something_decides(
            @ForAll("granted") List<Vault> granted,
            @ForAll("ids") List<Id> pinned,
            @ForAll("usual") Optional<Id> usual,
            @ForAll("users") String user) {
        var choice = new Choice(granted, pinned, usual);

        assertThat(Resolution.of(UNNAMED, user, choice)).isEqualTo(expected(granted, pinned, usual, user));
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of("", "ann", "bob", "carol");
    }

    @Property
    void vaults_that_are_named_are_the_vaults_or_nothing_is(
            @ForAll("granted") List<Vault> granted,
            @ForAll("ids") List<Id> named,
            @ForAll("ids") List<Id> pinned,
            @ForAll("usual") Optional<Id> usual,
            @ForAll("users") String user) {
        var resolution = Resolution.of(new Wish.Named(named), user, new Choice(granted, pinned, usual));

        if (active(granted).containsAll(named)) {
            assertThat(resolution)
                    .isEqualTo(new Resolved(NAMED, named.stream().distinct().toList()));
        } else {
            assertThat(resolution).isInstanceOfSatisfying(Unavailable.class, refused -> {
                assertThat(refused.by()).isEqualTo(NAMED);
                assertThat(named).contains(refused.vault());
                assertThat(active(granted)).doesNotContain(refused.vault());
            });
        }
    }

    @Property
    void nothing_is_resolved_that_is_archived_or_not_granted_and_nothing_twice(
            @ForAll("granted") List<Vault> granted,
            @ForAll("ids") List<Id> named,
            @ForAll boolean names,
            @ForAll("ids") List<Id> pinned,
            @ForAll("usual") Optional<Id> usual,
            @ForAll("users") String user) {
        var wish = names ? new Wish.Named(named) : UNNAMED;

        if (Resolution.of(wish, user, new Choice(granted, pinned, usual)) instanceof Resolved(var _, var vaults)) {
            assertThat(active(granted)).containsAll(vaults);
            assertThat(vaults).doesNotHaveDuplicates();
        }
    }

    @Property
    void the_order_in_which_vaults_were_found_does_not_matter(
            @ForAll("granted") List<Vault> granted, @ForAll("ids") List<Id> pinned, @ForAll("users") String user) {
        var other = new ArrayList<>(granted);
        other.sort(Comparator.comparing(vault -> vault.slug().text()));

        assertThat(Resolution.of(UNNAMED, user, new Choice(other, pinned, Optional.empty())))
                .isEqualTo(Resolution.of(UNNAMED, user, new Choice(granted, pinned, Optional.empty())));
    }

    @Example
    void an_empty_list_of_names_is_an_answer() {
        var all = new Choice(List.of(vault(1, 1, true, "ann")), List.of(Examples.id(1)), Optional.of(Examples.id(1)));

        assertThat(Resolution.of(new Wish.Named(List.of()), "ann", all)).isEqualTo(new Resolved(NAMED, List.of()));
    }

    @Example
    void the_oldest_vault_of_a_user_is_asked_first() {
        var all = List.of(vault(1, 30, true, "ann"), vault(2, 10, true, "ann"), vault(3, 5, false, "ann"));

        assertThat(Resolution.of(UNNAMED, " ann ", new Choice(all, List.of(), Optional.empty())))
                .isEqualTo(new Resolved(EXTERNAL_USER, List.of(Examples.id(2), Examples.id(1))));
    }

    @Example
    void a_pinned_vault_that_is_archived_is_no_reason_to_go_on() {
        var all = List.of(vault(1, 1, false, ""), vault(2, 2, true, ""));

        assertThat(Resolution.of(UNNAMED, "", new Choice(all, List.of(Examples.id(1)), Optional.of(Examples.id(2)))))
                .isEqualTo(new Unavailable(DEFINITION, Examples.id(1)));
    }
}
