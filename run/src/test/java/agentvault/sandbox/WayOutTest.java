package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the first process in a sandbox hands to the program.
class WayOutTest {

    @Test
    void the_program_gets_its_own_variables_alone() {
        var all = Map.of(
                "PATH",
                "/usr/bin",
                "LANG",
                "C",
                WayOut.PREFIX + "PATH",
                "/bin",
                WayOut.PREFIX + "JAVA_TOOL_OPTIONS",
                "-Da=b");

        assertThat(WayOut.given(all)).isEqualTo(Map.of("PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Da=b"));
    }
}
