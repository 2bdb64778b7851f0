package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a sandbox is made to show.
class ViewTest {

    @TempDir
    private Path folder;

    private List<String> words(boolean readOnly, Set<Path> never, Mount... mounts) {
        var plan = new Plan(
                new Plan.Work(folder.resolve("work"), readOnly, List.of(mounts)),
                folder.resolve("socket"),
                folder.resolve("outfit"),
                folder.resolve("home"),
                Map.of("PATH", folder.resolve("home/.nvm/bin") + ":/usr/bin"),
                List.of("true"),
                never);
        return View.of(plan, Path.of("/usr/lib/jvm/java"), folder.resolve("program.jar"));
    }

    private static List<String> after(List<String> words, String how) {
        return IntStream.range(0, words.size())
                .filter(at -> words.get(at).equals(how))
                .mapToObj(at -> words.get(at + 1))
                .toList();
    }

    @Test
    void only_the_work_folder_and_what_is_mounted_so_can_be_written() {
        var data = new Mount(Path.of("/srv/data"), Path.of("/data"), false);

        assertThat(after(words(false, Set.of()), "--bind"))
                .containsExactly(folder.resolve("work").toString());
        assertThat(after(words(true, Set.of()), "--bind")).isEmpty();
        assertThat(after(words(true, Set.of(), data), "--bind")).containsExactly("/srv/data");
        assertThat(after(words(false, Set.of()), "--remount-ro")).containsExactly("/proc", "/");
    }

    @Test
    void what_must_not_be_seen_is_covered_where_it_lies_in_a_folder_that_is_shown() throws IOException {
        var inside = Files.createDirectories(folder.resolve("home/.nvm/data"));
        var file = Files.createFile(folder.resolve("home/.nvm/key"));
        var elsewhere = Files.createDirectories(folder.resolve("home/data"));

        var words = words(false, Set.of(inside, file, elsewhere));

        assertThat(after(words, "--tmpfs")).contains(inside.toString()).doesNotContain(elsewhere.toString());
        assertThat(words).containsSubsequence("--ro-bind", "/dev/null", file.toString(), "--remount-ro", "/proc");
        assertThat(after(words, "--ro-bind"))
                .contains(folder.resolve("home/.nvm").toString());
    }

    @Test
    void of_the_machines_configuration_nothing_that_holds_keys_is_shown() {
        var shown = after(words(false, Set.of()), "--ro-bind");

        assertThat(shown)
                .doesNotContain("/etc", "/", "/etc/shadow", "/etc/ssl", "/etc/ssl/private", "/etc/resolv.conf", "/var")
                .noneMatch(path -> path.startsWith("/root") || path.startsWith("/var"));
    }
}
