package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which work folders and mounts a sandbox does not take.
class RefusalsTest {

    @TempDir
    private Path root;

    private Path home;
    private Path data;
    private Path project;

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectories(root.resolve("home/ann"));
        data = Files.createDirectories(root.resolve("data/vault"));
        project = Files.createDirectories(home.resolve("shop/src"));
        Files.createDirectories(home.resolve(".ssh"));
    }

    private Optional<Hindrance> refused(Path work, Mount... mounts) {
        return refused(home, work, mounts);
    }

    private Optional<Hindrance> refused(Path at, Path work, Mount... mounts) {
        var plan = new Plan(
                new Plan.Work(work, false, List.of(mounts)),
                root.resolve("socket"),
                root.resolve("outfit"),
                at,
                Map.of(),
                List.of("true"),
                Set.of(data));
        return Sandbox.refusal(plan);
    }

    @Test
    void a_project_and_what_lies_beside_it_are_taken() throws IOException {
        var notes = Files.createFile(root.resolve("notes.txt"));

        assertThat(refused(project)).isEmpty();
        assertThat(refused(project, new Mount(notes, Path.of("/notes"), true))).isEmpty();
        assertThat(refused(Files.createDirectories(root.resolve("elsewhere")))).isEmpty();
    }

    @Test
    void a_home_and_all_that_holds_one_are_not() {
        assertThat(refused(home))
                .hasValueSatisfying(found -> assertThat(found.sentence()).contains("holds your home"));
        for (var broad : List.of("/", "/home", "/tmp", "/etc", "/proc/self", "/usr", "/run", "/var/run"))
            assertThat(refused(Path.of(broad))).as(broad).isPresent();
        assertThat(refused(root.resolve("home"))).isPresent();
    }

    @Test
    void what_must_not_be_seen_is_neither_shown_nor_held_nor_reached_by_a_link() throws IOException {
        var inside = Files.createDirectories(data.resolve("sockets"));
        var link = Files.createSymbolicLink(home.resolve("shop/link"), data);
        var key = Files.createFile(home.resolve(".ssh/id"));

        for (var path : List.of(data, root.resolve("data"), inside, link, home.resolve(".ssh"))) {
            assertThat(refused(path)).as("%s", path).isPresent();
            assertThat(refused(project, new Mount(path, Path.of("/seen"), true)))
                    .as("%s", path)
                    .isPresent();
        }
        assertThat(refused(project, new Mount(key, Path.of("/seen"), true))).isPresent();
    }

    @Test
    void a_data_directory_that_is_a_link_is_where_it_leads() throws IOException {
        var real = Files.createDirectories(project.resolve("hidden"));
        Files.delete(data);
        Files.createSymbolicLink(data, real);

        var there = real.toRealPath().toString();
        assertThat(refused(project))
                .hasValueSatisfying(found -> assertThat(found.sentence()).contains(there));
    }

    @Test
    void what_is_not_there_or_no_file_is_not_mounted() {
        assertThat(refused(root.resolve("nowhere"))).isPresent();
        assertThat(refused(project, new Mount(root.resolve("nowhere"), Path.of("/a"), true)))
                .isPresent();
        assertThat(refused(project, new Mount(Path.of("/dev/null"), Path.of("/a"), true)))
                .isPresent();
    }

    @Test
    void nothing_is_put_over_what_makes_the_sandbox() throws IOException {
        var notes = Files.createFile(root.resolve("notes.txt"));

        for (var place :
                List.of("/", "/usr/bin/git", "/proc/self", "/run/agent-vault/socket", "/etc/passwd", "/dev/null"))
            assertThat(refused(project, new Mount(notes, Path.of(place), true)))
                    .as(place)
                    .isPresent();
        for (var place : List.of(home, project, home.resolve("shop"), root.resolve("home")))
            assertThat(refused(project, new Mount(notes, place, true)))
                    .as("%s", place)
                    .isPresent();
    }

    @Test
    void a_home_that_is_the_machines_own_is_none() {
        for (var place : List.of("/", "/usr/sbin", "/dev", "/bin"))
            assertThat(refused(Path.of(place), project)).as(place).isPresent();
        assertThat(refused(Path.of("/nonexistent"), project)).isEmpty();
    }
}
