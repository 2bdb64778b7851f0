package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Settings that cannot be used end a start before it touches anything; what was written is not repeated.
class SettingsTest {

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void data_directory() throws IOException {
        data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port = 99999                    | A port is a number
            port = "http"                   | A port is a number
            log-level = "loud"              | debug, info, warn, error
            log-format = "xml"              | text, json
            audit-durability = "never"      | write, fsync
            allow-plain-text = "perhaps"    | true or false
            trusted-proxy = ["everywhere"]  | 10.0.0.0/8
            allowed-host = ["http://x/"]    | vault.example.com
            address = "vault.example.com"   | https://vault.example.com
            network-allowlist = ["10.0.0.1/8"]     | 10.1.0.0/16
            upstream-ca-file = ["no-such.pem"]     | cannot be read
            upstream-proxy = "socks5://p:1"        | http://proxy.example.com:3128
            upstream-proxy-resolves = "perhaps"    | true or false
            rate-limit = "500/0/1000"       | 500/5000/1000
            logs-max-age-hours = 0          | from 1 to
            logs-max-rows-per-vault = "all" | from 1 to
            tls-cert = "no-such-chain.pem"  | cannot be read
            tls-key = "no-such-key.pem"     | --tls-cert
            """)
    void a_value_that_cannot_be_used_is_named_with_what_can(String line, String says) throws IOException {
        Files.writeString(data.resolve("config.toml"), line);

        var ran = new Stage(folder).run("server", "--data-dir", data.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains(says);
        assertThat(data.resolve("agent-vault.db")).doesNotExist();
    }

    @Test
    void an_unknown_setting_names_the_nearest() throws IOException {
        Files.writeString(data.resolve("config.toml"), "alowed-host = \"vault.example.com\"");

        var ran = new Stage(folder).run("server", "--data-dir", data.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains("alowed-host", "config.toml", "Did you mean allowed-host?");
    }

    @Test
    void what_is_no_toml_is_named_by_its_line() throws IOException {
        Files.writeString(data.resolve("config.toml"), "port = 1\nhost = = \"secret-in-a-broken-line\"\n");

        var ran = new Stage(folder).run("server", "--data-dir", data.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains("line 2").doesNotContain("secret-in-a-broken-line");
    }

    @Test
    void a_file_with_a_database_address_is_its_owners_alone() throws IOException {
        var file = Files.writeString(data.resolve("config.toml"), "database-url = \"postgres://u:pw@h/d\"");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        var ran = new Stage(folder).run("server", "--data-dir", data.toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains("chmod 600").doesNotContain("u:pw");
    }

    @Test
    void a_flag_beats_a_variable_which_beats_the_file() throws IOException {
        Files.writeString(data.resolve("config.toml"), "port = 70001");
        var stage = new Stage(folder);

        assertThat(stage.run("server", "--data-dir", data.toString()).conversation())
                .contains("port in " + data.resolve("config.toml"));
        stage.with("AGENT_VAULT_PORT", "70002");
        assertThat(stage.run("server", "--data-dir", data.toString()).conversation())
                .contains("AGENT_VAULT_PORT cannot be used");
        assertThat(stage.run("server", "--data-dir", data.toString(), "--port", "70003")
                        .conversation())
                .contains("--port cannot be used");
    }

    @Test
    void plain_text_off_loopback_is_refused_unless_it_is_asked_for() {
        var ran = new Stage(folder).run("server", "--data-dir", data.toString(), "--host", "0.0.0.0");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains("plain text", "--tls-cert", "--allow-plain-text");
    }

    @Test
    void a_server_that_nobody_runs_is_stopped_already() {
        var ran = new Stage(folder).run("server", "stop", "--data-dir", data.toString());

        assertThat(ran.code()).isZero();
        assertThat(ran.answer()).contains("No server uses " + data);
    }

    @Test
    void the_status_of_no_server_is_an_error_for_scripts() {
        var ran = new Stage(folder).run("server", "status", "--data-dir", data.toString());

        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.conversation()).contains("agent-vault server -d");
    }
}
