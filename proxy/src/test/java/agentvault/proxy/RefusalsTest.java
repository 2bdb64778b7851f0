package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Placeholder.Surface;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.workspace.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is refused or fails is told alike by every way in: a status, words that programs know, what to do next.
class RefusalsTest {

    /// Nobody listens there.
    private static final int CLOSED = 1;

    @TempDir
    private static Path folder;

    private static final List<String> seen = new CopyOnWriteArrayList<>();
    private static Proxying proxying;
    private static SessionSocket socket;

    @BeforeAll
    static void open() {
        proxying = new Proxying(folder, Plane.Settings.STANDARD, named("api"), named("silent"), named("unplaceable"));
        proxying.recorder.converse((head, _, _) -> {
            seen.add(head);
            return false;
        });
        for (var host : List.of("stranger", "down", "off", "empty", "place"))
            proxying.elsewhere.name(named(host), "127.0.0.1");
        proxying.elsewhere.name(named("inside"), "10.0.0.1");
        proxying.office.store(proxying.vault, "BROKEN", "two\r\nlines");
        var bearer = new Attachment.Bearer(new CredentialKey("KEY"));
        for (var host : List.of("silent", "stranger", "away", "inside")) serve(host, bearer, true);
        serve("off", bearer, false);
        serve("empty", new Attachment.Bearer(new CredentialKey("NONE")), true);
        serve("unplaceable", new Attachment.Bearer(new CredentialKey("BROKEN")), true);
        serve(
                "place",
                new Attachment.PlaceholdersOnly(),
                true,
                new Placeholder(new CredentialKey("KEY"), "__query__", Set.of(Surface.QUERY)));
        serveClosed(bearer);
        socket = SessionSocket.open(proxying, folder.resolve("s.sock"));
    }

    @AfterAll
    static void close() {
        assertThat(proxying.broken).isEmpty();
        socket.close();
        proxying.close();
    }

    private static void serve(String name, Attachment attachment, boolean on, Placeholder... placeholders) {
        proxying.serve(name, named(name), PathPattern.EVERYTHING, attachment, on, placeholders);
    }

    /// A service for a port at which there is nobody.
    private static void serveClosed(Attachment attachment) {
        var down = new Destination(HostPattern.of(named("down")), CLOSED, false, PathPattern.EVERYTHING, List.of());
        var rule = new Service.Rule(new Reach.Destinations(List.of(down)), attachment, List.of());
        done(proxying.office
                .workspace
                .services()
                .upsert(
                        proxying.office.owner,
                        proxying.vault,
                        List.of(new Services.Wanted(new Slug("down"), rule, true))));
    }

    private static String named(String host) {
        return host + ".example.com";
    }

    @BeforeEach
    void forget() {
        seen.clear();
        proxying.log.clear();
    }

    private static String to(String host) {
        return named(host) + ":" + (host.equals("down") ? CLOSED : proxying.recorder.port());
    }

    private static String ask(WayIn way, String host, String header) throws IOException {
        var to = to(host);
        try (var wire = way.open(socket, to)) {
            var line = "GET " + way.prefix(to) + "/v1/a HTTP/1.1\r\nHost: " + way.host(to) + "\r\n";
            return wire.sendBytes(line + way.auth(proxying) + header + "\r\n\r\n")
                    .response();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown     | 403 | forbidden                     | forbidden
            off         | 403 | service_disabled              | service_disabled
            inside      | 403 | destination_denied            | destination_denied
            empty       | 502 | credential_not_found          | credential_not_found
            unplaceable | 502 | credential_unusable           | credential_unusable
            away        | 502 | upstream_error                | dns_failed
            down        | 502 | upstream_error                | unreachable
            stranger    | 502 | upstream_error                | tls_untrusted
            """)
    void what_goes_no_further_is_told_alike_and_logged_for_its_vault(String host, int status, String error, String code)
            throws IOException {
        for (var way : WayIn.values())
            assertThat(ask(way, host, "X: y"))
                    .as(way.name())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("\r\nX-Agent-Vault-Proxy-Error: true\r\n")
                    .contains("\"error\":\"" + error + "\"", "\"code\":\"" + code + "\"")
                    .containsPattern("\"message\":\"\\w[^\"]+")
                    .containsPattern("\"hint\":\"\\w[^\"]+")
                    .contains("\"request_id\":\"req_")
                    .doesNotContain(Proxying.SECRET);

        assertThat(seen).isEmpty();
        assertThat(proxying.log)
                .hasSize(WayIn.values().length)
                .allMatch(line -> line.outcome().code().equals(code))
                .allMatch(line -> line.outcome().status() == status)
                .allMatch(line -> line.by().vault().equals(proxying.vault));
    }

    @ParameterizedTest
    @EnumSource
    void an_unknown_host_is_told_with_what_to_propose_and_nobody_looks_it_up(WayIn way) throws IOException {
        int before = proxying.elsewhere.lookUps.get();

        assertThat(ask(way, "unknown", "X: y"))
                .contains("No broker service matching host \\\"" + to("unknown") + "\\\" in vault \\\"shop\\\"")
                .contains("\"proposal_hint\":{\"host\":\"" + to("unknown") + "\",\"endpoint\":\"POST /v1/proposals\","
                        + "\"supported_auth_types\":[\"bearer\",\"basic\",\"api-key\",\"custom\",\"passthrough\"]}")
                .contains("\"help\":\"GET http://127.0.0.1:14321/discover ");
        assertThat(proxying.elsewhere.lookUps).hasValue(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_missing_credential_is_told_by_its_name(WayIn way) throws IOException {
        assertThat(ask(way, "empty", "X: y"))
                .contains("agent-vault vault credential set NONE")
                .contains("\"help\":\"GET http://127.0.0.1:14321/discover ")
                .doesNotContain("proposal_hint");
    }

    @ParameterizedTest
    @EnumSource
    void a_placeholder_out_of_place_or_for_another_host_goes_no_further(WayIn way) throws IOException {
        assertThat(ask(way, "place", "X: __query__"))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"placeholder_wrong_place\"");
        assertThat(proxying.office.trail.entries().getLast().toString()).contains("USE_PLACEHOLDER", "WRONG_PLACE");
        assertThat(ask(way, "silent", "X: __query__"))
                .startsWith("HTTP/1.1 403 ")
                .contains("\"code\":\"placeholder_wrong_destination\"");
        assertThat(proxying.office.trail.entries().getLast().toString())
                .contains("USE_PLACEHOLDER", "WRONG_DESTINATION");

        assertThat(seen).isEmpty();
    }

    @Test
    void a_host_that_ends_the_connection_without_an_answer_is_asked_once() throws IOException {
        for (var way : WayIn.values())
            assertThat(ask(way, "silent", "X: y"))
                    .as(way.name())
                    .startsWith("HTTP/1.1 502 ")
                    .contains("\"error\":\"upstream_error\"", "\"code\":\"upstream_closed\"");

        assertThat(seen).hasSize(WayIn.values().length).allMatch(head -> head.contains(Proxying.SECRET));
    }
}
