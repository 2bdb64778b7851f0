package agentvault.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeTest {

    @Test
    void each_request_reaches_the_server_elsewhere_with_the_secret(@TempDir Path folder) {
        assertThat(Practice.run(folder, 3, 4)).isEqualTo(12);
    }
}
