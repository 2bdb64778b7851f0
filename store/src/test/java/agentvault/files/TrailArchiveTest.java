package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.trail.SegmentCopy;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailKit;
import agentvault.trail.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailArchiveTest {

    private static final TrailIdentity HERE = TrailKit.IDENTITY;
    private static final TrailIdentity THERE = new TrailIdentity(HERE.installation(), new Id(70, 70), "1.2.3");

    @TempDir
    Path here;

    @TempDir
    Path there;

    private final MemorySegmentVault vault = new MemorySegmentVault();

    @Test
    void closed_segments_are_copied_once_and_the_open_one_when_it_has_grown() {
        try (var trail = Trails.open(here, Trails.SMALL)) {
            var archive = new TrailArchive(trail, here, HERE, vault);
            use(trail, 30);
            archive.copy();
            int first = vault.puts();
            assertThat(copies()).hasSize(first);
            assertThat(copies().getLast().closed()).isFalse();
            assertThat(copies().getLast().head()).isEqualTo(trail.head());

            archive.copy();
            assertThat(vault.puts()).isEqualTo(first);

            trail.append(Trails.use(1));
            archive.copy();
            assertThat(vault.puts()).isEqualTo(first + 1);
            assertThat(copies().getLast().head()).isEqualTo(trail.head());
        }
    }

    @Test
    void the_chains_of_all_instances_are_judged() {
        copied(here, HERE, 30);
        copied(there, THERE, 10);

        assertThat(verify())
                .satisfiesExactly(
                        own -> {
                            assertThat(own.instance()).isEqualTo(HERE.instance());
                            assertThat(own.filesHere()).isTrue();
                            assertThat(own.verdict()).isInstanceOf(Verdict.Intact.class);
                        },
                        other -> {
                            assertThat(other.instance()).isEqualTo(THERE.instance());
                            assertThat(other.filesHere()).isFalse();
                            assertThat(other.verdict()).isInstanceOf(Verdict.Intact.class);
                            assertThat(other.lastKnown().sequence()).isPositive();
                        });
    }

    @Test
    void an_instance_whose_files_are_gone_is_reported_with_its_last_known_head() throws IOException {
        copied(here, HERE, 30);
        for (var file : new Segments(here).files()) Files.delete(file);

        var report = verify().getFirst();
        assertThat(report.filesHere()).isFalse();
        assertThat(report.lastKnown()).isEqualTo(copies().getLast().head());
        assertThat(report.verdict()).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void files_that_were_rolled_back_are_shown_by_their_copies() throws IOException {
        copied(here, HERE, 30);
        var files = new Segments(here).files();
        long lost = Segments.header(files.getLast()).orElseThrow().firstSequence();
        Files.delete(files.getLast());

        assertThat(verify().getFirst().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.findings().getFirst().sequence())
                                .isEqualTo(lost));
    }

    @Test
    void a_copy_that_is_lost_or_edited_is_found() {
        copied(there, THERE, 30);
        var second = vault.list(HERE.installation()).get(1);
        byte[] content = vault.get(second.key()).orElseThrow().clone();
        content[500] ^= 1;
        vault.edit(second.key(), content);
        assertThat(verify().getLast().verdict()).isInstanceOf(Verdict.Broken.class);

        vault.lose(second.key());
        assertThat(verify().getLast().verdict()).isInstanceOf(Verdict.Broken.class);
    }

    private List<InstanceReport> verify() {
        return new ArchiveVerification(vault, TrailKit.VERIFIER).verify(HERE, new TrailReader(here), List.of());
    }

    private List<SegmentCopy> copies() {
        return vault.list(HERE.installation());
    }

    private void copied(Path directory, TrailIdentity identity, int uses) {
        var keys = Trails.KEYS;
        try (var trail = TrailFiles.open(directory, identity, Trails.SMALL, keys, Trails.clock(), List.of())) {
            use(trail, uses);
            new TrailArchive(trail, directory, identity, vault).copy();
        }
    }

    private static void use(TrailFiles trail, int uses) {
        IntStream.range(0, uses).forEach(number -> trail.append(Trails.use(number)));
    }
}
