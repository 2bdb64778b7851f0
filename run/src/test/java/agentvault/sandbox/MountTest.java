package agentvault.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How mounts are written.
class MountTest {

    private static final Path FROM = Path.of("/home/ann/shop");

    private static Optional<Mount> parsed(String text) {
        return Mount.parse(text, FROM);
    }

    private static Mount mount(String outside, String inside, boolean readOnly) {
        return new Mount(Path.of(outside), Path.of(inside), readOnly);
    }

    @Test
    void a_mount_is_read_only_and_where_it_is_unless_it_says_otherwise() {
        assertThat(parsed("/srv/data")).contains(mount("/srv/data", "/srv/data", true));
        assertThat(parsed("/srv/data:ro")).contains(mount("/srv/data", "/srv/data", true));
        assertThat(parsed("/srv/data:rw")).contains(mount("/srv/data", "/srv/data", false));
        assertThat(parsed("/srv/data:/data:rw")).contains(mount("/srv/data", "/data", false));
        assertThat(parsed("../data:/data")).contains(mount("/home/ann/data", "/data", true));
    }

    @Test
    void what_is_no_mount_is_none() {
        assertThat(parsed("")).isEmpty();
        assertThat(parsed(":ro")).isEmpty();
        assertThat(parsed(":/data")).isEmpty();
        assertThat(parsed("/a:b")).isEmpty();
        assertThat(parsed("/a:/b:/c")).isEmpty();
    }
}
