package agentvault.proxy;

import static agentvault.vault.Binding.Transport.SSE;
import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What ends a stream of an MCP server that is under way, and what is told of the credentials that went along.
class McpRevocationTest {

    private static final Duration MOST = Duration.ofSeconds(1);

    private McpStage stage;

    @BeforeEach
    void open(@TempDir Path folder) {
        stage = new McpStage(folder);
    }

    @AfterEach
    void close() {
        assertThat(stage.proxying.broken).isEmpty();
        stage.close();
    }

    enum Ending {
        KEY_DEACTIVATED {
            @Override
            void happen(McpStage stage, Id vault, Credential credential) {
                done(workspace(stage).actors().revoke(stage.owner(), stage.key));
            }
        },
        VAULT_ARCHIVED {
            @Override
            void happen(McpStage stage, Id vault, Credential credential) {
                done(workspace(stage).vaults().archive(stage.caller, vault));
            }
        },
        CREDENTIAL_DELETED {
            @Override
            void happen(McpStage stage, Id vault, Credential credential) {
                done(workspace(stage).boundCredentials().delete(stage.caller, vault, credential.id()));
            }
        },
        CREDENTIAL_ARCHIVED {
            @Override
            void happen(McpStage stage, Id vault, Credential credential) {
                done(workspace(stage).boundCredentials().archive(stage.caller, vault, credential.id()));
            }
        };

        abstract void happen(McpStage stage, Id vault, Credential credential);

        private static Workspace workspace(McpStage stage) {
            return stage.proxying.office.workspace;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_running_stream_is_cut_within_a_second(Ending ending) throws IOException {
        var vault = stage.vault("one");
        var credential = stage.bind(vault, "/sse", SSE, "ghp_one");
        try (var stream = stage.stream(stage.session(vault, stage.vault("two")))) {
            long before = System.nanoTime();
            ending.happen(stage, vault, credential);

            assertThat(stream.rest()).isBlank();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(MOST);
        }
        assertThat(stage.proxying.log.getLast().outcome().code()).isEqualTo("revoked");
    }

    @Test
    void what_a_cut_stream_told_counts_no_longer() throws IOException {
        var vault = stage.vault("one");
        var credential = stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        try (var stream = stage.stream(session)) {
            Ending.CREDENTIAL_DELETED.happen(stage, vault, credential);

            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain("Authorization");
            assertThat(stream.rest()).isBlank();
        }
    }

    @Test
    void what_servers_say_to_a_credential_is_told_as_soon_as_they_say_it() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        try (var _ = stage.stream(session)) {
            assertThat(stage.proxying.carried).hasSize(1).allMatch(line -> line.endsWith(" 200"));
        }
        stage.proxying.recorder.answer(_ -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        try (var wire = stage.tunnel(session)) {
            wire.send("GET /sse HTTP/1.1", "Host: " + stage.proxying.to()).response();
            wire.send("GET /elsewhere HTTP/1.1", "Host: " + stage.proxying.to()).response();
        }
        stage.proxying.recorder.converse((_, _, _) -> false);
        try (var wire = stage.tunnel(session)) {
            wire.send("GET /sse HTTP/1.1", "Host: " + stage.proxying.to()).response();
        }

        assertThat(stage.proxying.carried)
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly("200", "403", "0");
    }
}
