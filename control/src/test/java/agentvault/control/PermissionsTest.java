package agentvault.control;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Actor;
import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import agentvault.id.Id;
import agentvault.route.Route;
import agentvault.workspace.Caller;
import agentvault.workspace.Directory;
import agentvault.workspace.Office;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every route and every kind of caller, against the matrix in `matrix.txt`.
class PermissionsTest {

    private static final List<String> COLUMNS =
            List.of("owner", "admin", "member", "none", "a-admin", "a-member", "a-proxy", "key", "session");

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static Id vault = new Id(0, 0);
    private static Caller admin = Caller.atConsole(vault);
    private static String expired = "";
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();
    private static List<Directory.Member> members = List.of();

    /// A line of the matrix.
    ///
    /// @param ok the status and the code that whoever may ask gets
    private record Row(String method, String target, String body, String ok, List<String> cells) {

        static Row parse(String line) {
            var parts = line.split("\\|", -1);
            var route = parts[0].strip().split(" ", 2);
            boolean bodiless = parts[1].isEmpty();
            var cells = List.of(parts[3].strip().split(" +", -1));
            assertThat(cells).as(line).hasSameSizeAs(COLUMNS);
            return new Row(route[0], route[1], bodiless ? "" : parts[1].strip(), parts[2].strip(), cells);
        }

        Ask ask(String token) {
            var ask =
                    Ask.of(method, target.replace("VAULT_ID", vault.toString())).as(token);
            return body.isEmpty()
                    ? ask.header("Content-Type", "application/json")
                    : ask.json(body.replace("VAULT_ID", vault.toString()));
        }

        String expected(String column) {
            return switch (cells.get(COLUMNS.indexOf(column))) {
                case "ok" -> ok;
                case "no" -> "403 forbidden";
                case "hidden" -> "404 vault_not_found";
                default -> cells.get(COLUMNS.indexOf(column));
            };
        }
    }

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        vault = cast.vault("default");
        expired = cast.agentUntil("ended-bot", Duration.ofSeconds(1));
        server.pass(Duration.ofSeconds(2));
        TOKENS.put("owner", cast.ownerToken);
        TOKENS.put("admin", cast.userIn("vera@example.com", vault, VaultRole.ADMIN));
        TOKENS.put("member", cast.user("max@example.com", InstanceRole.MEMBER));
        TOKENS.put("none", cast.user("nora@example.com", InstanceRole.NO_ACCESS));
        TOKENS.put("a-admin", cast.agentIn("admin-bot", vault, VaultRole.ADMIN));
        TOKENS.put("a-member", cast.agentIn("member-bot", vault, VaultRole.MEMBER));
        TOKENS.put("a-proxy", cast.agentIn("proxy-bot", vault, VaultRole.PROXY));
        TOKENS.put("key", cast.apiKeyIn("deploy", vault, VaultRole.ADMIN));
        cast.agent("spare-bot", InstanceRole.NO_ACCESS);
        var vera = new Actor.Name(Actor.Kind.USER, "vera@example.com");
        admin = Caller.atConsole(
                server.workspace.directory().actor(vera).orElseThrow().id());
        TOKENS.put("session", cast.session(admin, vault, VaultRole.ADMIN));
        done(server.workspace.grants().leave(cast.owner, vault));
        members = done(server.workspace.directory().members(admin, vault));
        restore();
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    /// Everything as it was before a request, so that each is asked of the same.
    private static void restore() {
        var workspace = server.workspace;
        var now = done(workspace.directory().members(admin, vault));
        now.stream()
                .filter(member -> !members.contains(member))
                .forEach(member -> done(
                        workspace.grants().take(admin, vault, member.actor().id())));
        members.stream()
                .filter(member -> !now.contains(member))
                .forEach(member -> done(
                        workspace.grants().give(admin, vault, member.actor().id(), member.role())));
        done(workspace.services().upsert(admin, vault, List.of(Office.wanted("stripe", "api.stripe.com", "A_KEY"))));
        server.post("/v1/credentials", token("admin"), "{'vault':'default','credentials':{'A_KEY':'v'}}")
                .is(200);
    }

    private static String token(String who) {
        return TOKENS.getOrDefault(who, "");
    }

    private static List<Row> rows() {
        try (InputStream in = PermissionsTest.class.getResourceAsStream("matrix.txt")) {
            if (in == null) throw new AssertionError("no matrix");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::parse)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String outcome(ApiServer.Told told, String expected) {
        if (!expected.contains(" ")) return Integer.toString(told.status());
        return told.status() + " " + told.code();
    }

    @Test
    void every_route_answers_every_kind_of_caller_as_the_matrix_says() {
        var differences = new ArrayList<String>();
        for (var row : rows()) {
            for (var column : COLUMNS) {
                var expected = row.expected(column);
                if (expected.equals("-")) continue;
                var told = server.send(row.ask(token(column)));
                var got = outcome(told, expected);
                if (!got.equals(expected)) {
                    differences.add("%s %s as %s: %s, not %s: %s"
                            .formatted(row.method(), row.target(), column, got, expected, told.body()));
                }
                if (told.status() < 300 && !row.method().equals("GET")) restore();
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void whoever_shows_nothing_or_what_has_ended_gets_nothing() {
        for (var row : rows()) {
            server.send(row.ask("")).refused(401, "authorization_required");
            server.send(row.ask(expired)).refused(401, "session_expired");
            server.send(row.ask("av_agt_" + "0".repeat(64))).refused(401, "invalid_session");
        }
    }

    @Test
    void every_route_for_callers_is_in_the_matrix() {
        var covered = new TreeSet<String>();
        for (var row : rows()) {
            server.contract()
                    .operation(row.method(), row.ask("").path())
                    .ifPresent(operation -> covered.add(operation.method() + " " + operation.template()));
        }
        var routes = new TreeSet<String>();
        server.api.routes().stream()
                .filter(route -> route.access() == Route.Access.CALLERS)
                .forEach(route -> routes.add(route.toString()));

        assertThat(covered).isEqualTo(routes);
    }

    @Test
    void a_token_of_any_kind_is_no_hindrance_where_anybody_may_come() {
        for (var token : TOKENS.values()) {
            server.get("/health", token).is(200);
            server.get("/v1/status", token).is(200);
            server.get("/v1/service-catalog", token).is(200);
            server.get("/v1/users/invites/no-token/details", token).refused(404, "not_found");
            server.send(Ask.of("GET", "/v1/status").as("nonsense")).is(200);
        }
    }

    @Test
    void figures_are_for_members() {
        var allowed = List.of("owner", "admin", "member", "key");
        TOKENS.forEach((who, token) -> {
            var told = server.send(Ask.of("GET", "/metrics")
                    .header("Host", "vault.example.com")
                    .as(token));

            assertThat(told.status()).as(who).isEqualTo(allowed.contains(who) ? 200 : 403);
        });
    }
}
