package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which folders of a home are seen.
class HomeToolsTest {

    @TempDir
    private Path home;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    @Test
    void tools_are_seen_where_path_leads_to_them_and_only_there() throws IOException {
        var node = folder(".nvm");
        var cargo = folder(".cargo/bin");
        var rust = folder(".rustup");
        folder(".pyenv");
        folder("scripts");
        var path = node + "/versions/node/v22/bin:/usr/bin:" + cargo + ":" + home.resolve("scripts") + "::.:" + home;

        assertThat(HomeTools.shown(home, path)).containsExactlyInAnyOrder(node, cargo, rust);
    }

    @Test
    void no_folder_of_tools_holds_credentials() throws IOException {
        for (var each : HomeTools.credentials(home)) Files.createDirectories(each);
        for (var tool : HomeTools.names()) folder(tool);
        var path = String.join(
                ":", HomeTools.names().stream().map(name -> home + "/" + name).toList());

        var shown = HomeTools.shown(home, path);

        assertThat(shown).hasSizeGreaterThan(20);
        for (var folder : shown)
            assertThat(HomeTools.credentials(home))
                    .noneMatch(kept -> kept.startsWith(folder) || folder.startsWith(kept));
    }
}
