package agentvault.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDocumentTest {

    private static final String OURS = "---\nname: agent-vault-cli\n---\nsecond edition";

    @TempDir
    private Path home;

    @Test
    void agents_that_are_known_have_a_place_and_others_none() {
        assertThat(AgentDocument.place("claude")).contains(Path.of(".claude/skills/agent-vault-cli/SKILL.md"));
        assertThat(AgentDocument.place("cursor-agent")).contains(Path.of(".cursor/skills/agent-vault-cli/SKILL.md"));
        assertThat(AgentDocument.place("codex")).contains(Path.of(".agents/skills/agent-vault-cli/SKILL.md"));
        assertThat(AgentDocument.place("curl")).isEmpty();
    }

    @Test
    void it_is_written_and_made_newer() throws IOException {
        var file = home.resolve("skills/SKILL.md");

        assertThat(AgentDocument.put(file, OURS.replace("second", "first"))).isTrue();
        assertThat(AgentDocument.put(file, OURS)).isTrue();

        assertThat(file).hasContent(OURS);
    }

    @Test
    void what_is_not_ours_and_links_stay() throws IOException {
        var file = Files.writeString(home.resolve("SKILL.md"), "my own notes");
        var link = Files.createSymbolicLink(home.resolve("link"), home.resolve("elsewhere"));

        assertThat(AgentDocument.put(file, OURS)).isFalse();
        assertThat(AgentDocument.put(link, OURS)).isFalse();
        assertThat(AgentDocument.put(home.resolve("new"), "")).isFalse();

        assertThat(file).hasContent("my own notes");
        assertThat(home.resolve("elsewhere")).doesNotExist();
    }
}
