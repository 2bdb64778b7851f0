package agentvault.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.KeyProvider;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyProvidersTest {

    private static final byte[] PLACE = "place".getBytes(UTF_8);
    private final Randomness random = new SystemRandomness();

    @TempDir
    Path directory;

    @Test
    void a_password_opens_what_it_wrapped_at_its_place_alone() {
        try (var root = random.secret(32);
                var password = secret("correct horse");
                var other = secret("correct horsf")) {
            var wrapped = new MasterPassword(password, random).wrap(PLACE, root);

            assertOpens(new MasterPassword(password, random), PLACE, wrapped, root);
            assertThat(new MasterPassword(other, random).unwrap(PLACE, wrapped)).isEmpty();
            assertThat(new MasterPassword(password, random).unwrap("other".getBytes(UTF_8), wrapped))
                    .isEmpty();
        }
    }

    @Test
    void costs_that_would_exhaust_the_machine_are_not_paid() {
        try (var root = random.secret(32);
                var password = secret("correct horse")) {
            byte[] wrapped =
                    new MasterPassword(password, random).wrap(PLACE, root).bytes();
            wrapped[1] = 0x7f;
            assertThat(new MasterPassword(password, random).unwrap(PLACE, Octets.of(wrapped)))
                    .isEmpty();
            assertThat(new MasterPassword(password, random).unwrap(PLACE, Octets.of(new byte[] {'P', 0})))
                    .isEmpty();
        }
    }

    @Test
    void a_key_file_is_readable_by_its_owner_alone_and_opens_what_it_wrapped() throws IOException {
        var path = directory.resolve("key");
        try (var root = random.secret(32);
                var file = ready(KeyFile.create(path, random))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("r--------");
            var wrapped = file.wrap(PLACE, root);
            try (var again = ready(KeyFile.open(path, random))) {
                assertOpens(again, PLACE, wrapped, root);
            }
        }
    }

    @Test
    void a_key_file_is_never_overwritten() throws IOException {
        var path = directory.resolve("key");
        ready(KeyFile.create(path, random)).close();
        byte[] before = Files.readAllBytes(path);

        assertThat(KeyFile.create(path, random)).isInstanceOf(KeyFile.Reading.Refused.class);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void a_key_file_that_others_can_read_is_refused_with_the_command_that_mends_it() throws IOException {
        var path = directory.resolve("key");
        ready(KeyFile.create(path, random)).close();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r-----"));

        assertThat(KeyFile.open(path, random))
                .isInstanceOfSatisfying(
                        KeyFile.Reading.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("chmod 0400"));
    }

    @Test
    void a_link_or_a_file_of_another_length_is_no_key_file() throws IOException {
        var path = directory.resolve("key");
        ready(KeyFile.create(path, random)).close();
        var link = Files.createSymbolicLink(directory.resolve("link"), path);
        var shorter = Files.write(directory.resolve("short"), new byte[31]);
        Files.setPosixFilePermissions(shorter, PosixFilePermissions.fromString("r--------"));

        assertThat(KeyFile.open(link, random)).isInstanceOf(KeyFile.Reading.Refused.class);
        assertThat(KeyFile.open(shorter, random)).isInstanceOf(KeyFile.Reading.Refused.class);
        assertThat(KeyFile.open(directory.resolve("none"), random)).isInstanceOf(KeyFile.Reading.Refused.class);
    }

    private static void assertOpens(KeyProvider provider, byte[] place, Octets wrapped, Secret root) {
        var opened = provider.unwrap(place, wrapped);
        assertThat(opened).hasValueSatisfying(secret -> {
            assertThat(secret.sameAs(root)).isTrue();
            secret.close();
        });
    }

    private static KeyFile ready(KeyFile.Reading reading) {
        return ((KeyFile.Reading.Ready) reading).file();
    }

    private static Secret secret(String text) {
        return Secret.take(text.toCharArray());
    }
}
