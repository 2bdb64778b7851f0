package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.PathPattern;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Authentication;
import agentvault.workspace.Caller;
import agentvault.workspace.Workspace;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a right to a request follows from: when that is taken away, the next request is refused and what is under
/// way is cut, by every way in.
class RevocationTest {

    /// Beside the API the vault is not named here: there is none to find any more.
    private static final Told UNNAMED = new Told(400, "vault_required");

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final List<Asking> asking = new ArrayList<>();
    private Proxying proxying;
    private SessionSocket socket;
    private Id minter;

    @BeforeEach
    void open(@TempDir Path folder) {
        proxying = new Proxying(folder);
        proxying.serveBearer();
        var agent = proxying.office.agent("minting-bot", proxying.vault, VaultRole.MEMBER);
        minter = agent.actor();
        socket = socketOf(agent, folder.resolve("s.sock"));
    }

    private SessionSocket socketOf(Caller agent, Path file) {
        var shares = List.of(new Session.Share(proxying.vault, VaultRole.PROXY));
        var sessions = proxying.office.workspace.sessions();
        var session = done(sessions.create(agent, shares, Session.Egress.NONE, "", Until.forever()));
        var listener = proxying.listen(file, new Authentication.Pass(session.token(), Face.PROXY));
        return new SessionSocket(proxying, session, listener, file);
    }

    @AfterEach
    void close() throws IOException {
        for (var one : asking) one.wire().close();
        assertThat(proxying.broken).isEmpty();
        socket.close();
        proxying.close();
    }

    /// What is answered.
    record Told(int status, String code) {}

    enum Ending {
        TOKENS {
            @Override
            void happen(RevocationTest test) {
                for (var agent : test.agents()) {
                    var actor = test.workspace().directory().actor(agent).orElseThrow();
                    done(test.workspace().agents().delete(test.owner(), actor));
                }
            }

            @Override
            Told told(WayIn way) {
                return way == WayIn.PATH ? new Told(401, "unauthorized") : new Told(407, "proxy_unauthorized");
            }
        },
        GRANTS {
            @Override
            void happen(RevocationTest test) {
                for (var agent : test.agents())
                    done(test.workspace().grants().take(test.owner(), test.proxying.vault, agent));
            }

            @Override
            Told told(WayIn way) {
                return way == WayIn.PATH ? UNNAMED : new Told(403, "forbidden");
            }
        },
        SERVICE {
            @Override
            void happen(RevocationTest test) {
                done(test.workspace().services().remove(test.owner(), test.proxying.vault, new Slug("api")));
            }

            @Override
            Told told(WayIn way) {
                return new Told(403, "forbidden");
            }
        },
        SERVICE_SWITCHED_OFF {
            @Override
            void happen(RevocationTest test) {
                var bearer = new Attachment.Bearer(new CredentialKey("KEY"));
                test.proxying.serve("api", Proxying.HOST, PathPattern.EVERYTHING, bearer, false);
            }

            @Override
            Told told(WayIn way) {
                return new Told(403, "service_disabled");
            }
        },
        CREDENTIAL {
            @Override
            void happen(RevocationTest test) {
                var key = List.of(new CredentialKey("KEY"));
                done(test.workspace().credentials().delete(test.owner(), test.proxying.vault, key));
            }

            @Override
            Told told(WayIn way) {
                return new Told(502, "credential_not_found");
            }
        },
        VAULT {
            @Override
            void happen(RevocationTest test) {
                done(test.workspace().vaults().archive(test.owner(), test.proxying.vault));
            }

            @Override
            Told told(WayIn way) {
                return way == WayIn.PATH ? UNNAMED : new Told(404, "vault_not_found");
            }
        };

        abstract void happen(RevocationTest test);

        /// What is said to what is asked for afterwards.
        abstract Told told(WayIn way);
    }

    private List<Id> agents() {
        return List.of(proxying.agent, minter);
    }

    private Workspace workspace() {
        return proxying.office.workspace;
    }

    private Caller owner() {
        return proxying.office.owner;
    }

    /// One connection, by which a test asks.
    private record Asking(RevocationTest test, WayIn way, Wire wire) {

        Wire ask(String... more) throws IOException {
            var to = test.proxying.to();
            var line = "GET " + way.prefix(to) + "/v1/a HTTP/1.1\r\nHost: " + way.host(to) + "\r\n";
            var rest = Arrays.stream(more).map(header -> header + "\r\n").collect(Collectors.joining());
            return wire.sendBytes(line + way.auth(test.proxying) + rest + "\r\n");
        }
    }

    private List<Asking> everyWay() throws IOException {
        for (var way : WayIn.values()) asking.add(new Asking(this, way, way.open(socket, proxying.to())));
        return asking;
    }

    @ParameterizedTest
    @EnumSource
    void the_next_request_on_the_same_connection_is_refused(Ending ending) throws IOException {
        for (var one : everyWay())
            assertThat(one.ask().response()).as(one.way().name()).endsWith("\r\n\r\nok");

        ending.happen(this);

        for (var one : asking) {
            var told = ending.told(one.way());
            assertThat(one.ask().response())
                    .as(one.way().name())
                    .startsWith("HTTP/1.1 " + told.status() + " ")
                    .contains("\"code\":\"" + told.code() + "\"");
        }
        assertThat(proxying.recorder.requests).hasSize(WayIn.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_under_way_is_cut(Ending ending) throws IOException {
        proxying.recorder.converse((_, in, there) -> {
            write(there, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            return in.read() < 0;
        });
        for (var one : everyWay())
            assertThat(one.ask().head()).as(one.way().name()).startsWith("HTTP/1.1 200 ");

        ending.happen(this);

        for (var one : asking)
            assertThat(one.wire().rest()).as(one.way().name()).isEmpty();
        assertThat(proxying.log)
                .hasSize(WayIn.values().length)
                .allMatch(line -> line.outcome().code().equals("revoked"));
    }

    @Test
    void a_websocket_is_relayed_and_cut() throws IOException {
        proxying.recorder.converse((head, in, there) -> {
            proxying.recorder.requests.add(head);
            write(
                    there,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + ACCEPT + "\r\n\r\n");
            in.transferTo(there.getOutputStream());
            return false;
        });
        for (var one : everyWay()) {
            var wire = one.ask(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(wire.head()).as(one.way().name()).startsWith("HTTP/1.1 101 ");
            assertThat(wire.sendBytes("frame").read(5)).as(one.way().name()).isEqualTo("frame");
        }

        Ending.SERVICE.happen(this);

        for (var one : asking)
            assertThat(one.wire().rest()).as(one.way().name()).isEmpty();
        assertThat(proxying.recorder.requests)
                .hasSize(WayIn.values().length)
                .allMatch(head -> head.contains("\r\nAuthorization: Bearer " + Proxying.SECRET + "\r\n"));
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(ISO_8859_1));
        to.getOutputStream().flush();
    }
}
