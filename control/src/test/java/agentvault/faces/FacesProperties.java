package agentvault.faces;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.Cast;
import agentvault.faces.Step.Kind;
import agentvault.id.Face;
import agentvault.workspace.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// The same steps leave the same vaults and credentials behind, on whatever faces they are taken.
class FacesProperties {

    private static final List<Face> WITH_ARCHIVES = List.of(Face.QODER, Face.ANTHROPIC, Face.TWENTY_FIRST);
    private static final List<Face> WITH_VARIABLES = List.of(Face.QODER, Face.ANTHROPIC);
    private static final int MOST_STEPS = 12;
    private static final int NIGHTLY = 100;

    private static Path root = Path.of("");
    private static ApiServer server;
    private static Cast cast;
    private static int worlds;

    @BeforeContainer
    static void start() throws IOException {
        root = Files.createTempDirectory("faces");
        server = ApiServer.start(root, ApiServer.Options.USUAL.around(_ -> new MemoryStore()));
        cast = new Cast(server);
    }

    @AfterContainer
    static void stop() throws IOException {
        assertThat(server.failures).isEmpty();
        server.close();
        try (var files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
    }

    @Property(tries = 8)
    void all_four_faces_make_keep_rotate_and_delete_alike(@ForAll("common") List<Step> steps, @ForAll long seed) {
        compare(steps, Matrix.FACES, seed);
    }

    @Property(tries = NIGHTLY)
    @Tag("nightly")
    void all_four_do_for_very_many_scripts(@ForAll("common") List<Step> steps, @ForAll long seed) {
        compare(steps, Matrix.FACES, seed);
    }

    @Property(tries = 8)
    void archiving_is_the_same_on_the_faces_that_have_it(@ForAll("archiving") List<Step> steps, @ForAll long seed) {
        compare(steps, WITH_ARCHIVES, seed);
    }

    @Property(tries = NIGHTLY)
    @Tag("nightly")
    void archiving_is_for_very_many_scripts(@ForAll("archiving") List<Step> steps, @ForAll long seed) {
        compare(steps, WITH_ARCHIVES, seed);
    }

    @Property(tries = 8)
    void variables_are_the_same_on_the_faces_that_have_them(@ForAll("variables") List<Step> steps, @ForAll long seed) {
        compare(steps, WITH_VARIABLES, seed);
    }

    @Property(tries = NIGHTLY)
    @Tag("nightly")
    void variables_are_for_very_many_scripts(@ForAll("variables") List<Step> steps, @ForAll long seed) {
        compare(steps, WITH_VARIABLES, seed);
    }

    /// Each face alone, and then each step on whatever face chance will have.
    private static void compare(List<Step> steps, List<Face> faces, long seed) {
        for (var face : faces) assertThat(alone(steps, face).told()).isEqualTo(expected(steps, face));
        var random = new Random(seed);
        var mixed = world();
        for (var step : steps) {
            var order = new ArrayList<>(faces);
            Collections.shuffle(order, random);
            mixed.take(step, order);
        }
        checked(mixed);
        assertThat(mixed.told()).isEqualTo(expected(steps, Face.QODER));
    }

    private static World alone(List<Step> steps, Face face) {
        var world = world();
        for (var step : steps) world.take(step, List.of(face));
        return checked(world);
    }

    private static World checked(World world) {
        world.checkLists();
        world.checkTrail();
        return world;
    }

    private static World world() {
        return new World(server, cast, "world-" + worlds++);
    }

    /// What everybody has to come to, without a server.
    private static List<String> expected(List<Step> steps, Face face) {
        var model = new Model();
        for (var step : steps) model.resolved(step).ifPresent(known -> model.take(known, face));
        return model.told();
    }

    @Provide
    Arbitrary<List<Step>> common() {
        var kept = kept(3, Kind.BEARER);
        return scripts(List.of(made(), kept, kept, kept, rotated(), rotated(), deleted(), deletedVault(), used(3)));
    }

    @Provide
    Arbitrary<List<Step>> archiving() {
        return scripts(ending(kept(4, Kind.BEARER, Kind.OAUTH)));
    }

    @Provide
    Arbitrary<List<Step>> variables() {
        return scripts(ending(kept(4, Kind.values())));
    }

    private static List<Arbitrary<Step>> ending(Arbitrary<Step> kept) {
        return List.of(
                made(),
                kept,
                kept,
                kept,
                kept,
                rotated(),
                rotated(),
                archived(),
                deleted(),
                archivedVault(),
                deletedVault(),
                used(4));
    }

    /// Nothing happens before there is a vault, so there is one at once.
    private static Arbitrary<List<Step>> scripts(List<Arbitrary<Step>> kinds) {
        var steps = Arbitraries.of(kinds).flatMap(kind -> kind);
        return steps.list().ofMinSize(1).ofMaxSize(MOST_STEPS).map(rest -> {
            var all = new ArrayList<Step>();
            all.add(new Step.MakeVault());
            all.addAll(rest);
            return all;
        });
    }

    private static Arbitrary<Step> made() {
        return Arbitraries.just(new Step.MakeVault());
    }

    private static Arbitrary<Step> kept(int places, Kind... kinds) {
        return Combinators.combine(
                        numbers(), Arbitraries.of(kinds), Arbitraries.integers().between(0, places - 1), numbers())
                .as(Step.Keep::new);
    }

    private static Arbitrary<Step> rotated() {
        return Combinators.combine(numbers(), numbers()).as(Step.Rotate::new);
    }

    private static Arbitrary<Step> archived() {
        return numbers().map(Step.ArchiveCredential::new);
    }

    private static Arbitrary<Step> deleted() {
        return numbers().map(Step.DeleteCredential::new);
    }

    private static Arbitrary<Step> archivedVault() {
        return numbers().map(Step.ArchiveVault::new);
    }

    private static Arbitrary<Step> deletedVault() {
        return numbers().map(Step.DeleteVault::new);
    }

    private static Arbitrary<Step> used(int places) {
        return Combinators.combine(numbers(), Arbitraries.integers().between(0, places - 1))
                .as(Step.Use::new);
    }

    private static Arbitrary<Integer> numbers() {
        return Arbitraries.integers().between(0, 99);
    }
}
