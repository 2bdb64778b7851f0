package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the words after `--allow` mean.
class PresetsTest {

    @Test
    void a_preset_is_its_hosts_and_any_other_word_a_host() {
        assertThat(Presets.hosts(List.of("anthropic, PyPI", "files.example.com", "npm,npm")))
                .containsExactly(
                        "api.anthropic.com",
                        "pypi.org",
                        "files.pythonhosted.org",
                        "files.example.com",
                        "registry.npmjs.org",
                        "registry.yarnpkg.com");
        assertThat(Presets.hosts(List.of("", " , "))).isEmpty();
    }

    @Test
    void every_preset_names_hosts_and_no_host_is_a_preset() {
        assertThat(Presets.names()).contains("anthropic", "openai", "google", "github", "debian");
        for (var name : Presets.names())
            assertThat(Presets.hosts(List.of(name)))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(host -> host.contains(".") && !Presets.names().contains(host));
    }
}
