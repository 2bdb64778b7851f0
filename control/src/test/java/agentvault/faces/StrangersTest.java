package agentvault.faces;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.Belongings;
import agentvault.control.Cast;
import agentvault.control.Contract;
import agentvault.control.Contract.Operation;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.NullNode;

/// What belongs to somebody else is answered to the byte like what does not exist, wherever a request can name it: read
/// from the descriptions, so that an operation which is new has to be thought of here.
class StrangersTest {

    /// Names by which a body or a query means a vault.
    private static final List<String> VAULT_NAMES =
            List.of("vault", "vaults", "vault_id", "vault_ids", "vaultIds", "vault_name");

    /// What of a body looks like a name of something, and is none that could be somebody else's.
    private static final Set<String> HARMLESS = Set.of(
            "all_vaults", // whether
            "vault_role", // which role
            "vault_coverage", // which setting
            "credentials_per_vault", // how many
            "credential_store", // which kind
            "credentials", // what is to be kept
            "session_ttl_seconds", // how long
            "agent", // definitions are everybody's
            "agents",
            "environment_id", // environments are everybody's
            "id", // of a definition
            "client_id", // elsewhere
            "clientId",
            "userId", // in the words of whoever asks
            "endUserId",
            "externalUserId");

    /// Where `X-Vault` says which vault is meant.
    private static final Pattern WITH_HEADER = Pattern.compile("^/(v1/credentials|v1/proposals|discover)");

    /// Invitations are every member's to see and to end, and nobody's who is none.
    private static final Pattern EVERY_MEMBERS = Pattern.compile("^/v1/(users|agents)/invites/");

    private static final String PERSON = "person";
    private static final Set<String> OF_THE_ANSWER_ITSELF = Set.of("date", "x-request-id", "request-id");
    private static final String DIGITS = "0123456789abcdef";
    private static final Id UNKNOWN = new Id(0x0123456789ab4defL, 0x8123456789abcdefL);

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Belongings own;
    private static Belongings foreign;
    private static final Map<String, String> CALLERS = new TreeMap<>();

    /// What a request may name: one's own, what is somebody else's, and what nobody has; the latter two as long as each
    /// other.
    private record Pair(String own, String foreign, String unknown) {
        Pair {
            assertThat(foreign).hasSameSizeAs(unknown);
        }
    }

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        server.api.endWaiting();
        var cast = new Cast(server);
        own = new Belongings(server, cast, "ourselves", "readable");
        foreign = new Belongings(server, cast, "strangers", Canary.marked("readable"));
        CALLERS.put(PERSON, own.person);
        CALLERS.put("key", own.key);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static Pair ids(IdKind kind, IdForm form, Id mine, Id theirs) {
        return new Pair(form.render(kind, mine), form.render(kind, theirs), form.render(kind, UNKNOWN));
    }

    private static Pair names(String mine, String theirs) {
        return new Pair(mine, theirs, "unknown9x".repeat(10).substring(0, theirs.length()));
    }

    private static IdForm form(String template) {
        if (template.startsWith("/api/v1/cloud")) return IdForm.HEX;
        return template.startsWith("/anthropic") ? IdForm.BASE58 : IdForm.DASHED;
    }

    /// What a name in a path may stand for; empty if it is nobody's or everybody's.
    private static Optional<List<Pair>> pairs(String template, String name) {
        boolean cloud = form(template) != IdForm.DASHED;
        var form = form(template);
        return switch (name) {
            case "vault" -> {
                var byId = ids(IdKind.VAULT, form, own.vault, foreign.vault);
                boolean ours = !cloud && !template.contains("/mcp/vaults");
                yield Optional.of(ours ? List.of(byId, names(own.vaultName, foreign.vaultName)) : List.of(byId));
            }
            case "credential" -> Optional.of(List.of(ids(IdKind.CREDENTIAL, form, own.credential, foreign.credential)));
            case "session" -> Optional.of(List.of(ids(IdKind.WORK_SESSION, form, own.work, foreign.work)));
            case "service" -> Optional.of(List.of(names(own.service, foreign.service)));
            case "email" -> Optional.of(List.of(new Pair(own.mail, foreign.mail, "nobodyyyy@example.com")));
            case "agent" -> cloud ? Optional.empty() : Optional.of(List.of(names(own.agent, foreign.agent)));
            case "name" -> Optional.of(List.of(names(own.keyName, foreign.keyName)));
            case "id" -> Optional.of(List.of(identified(template)));
            // By its id; whoever has the token of an invite is invited.
            case "token" -> Optional.of(List.of(digits(own.invite, foreign.invite)));
            // Definitions and environments are everybody's in a workspace.
            case "environment", "definition", "slug" -> Optional.empty();
            default -> throw new AssertionError("Whose is {" + name + "} in " + template + "?");
        };
    }

    private static Pair identified(String template) {
        if (template.startsWith("/v1/auth/sessions")) return digits(own.login, foreign.login);
        if (template.startsWith("/v1/sessions")) return digits(own.session, foreign.session);
        if (template.startsWith("/v1/webhooks")) return digits(own.webhook, foreign.webhook);
        if (template.startsWith("/v1/agents/invites")) return digits(own.agentInvite, foreign.agentInvite);
        // Numbers in a vault, which is what somebody else may have.
        if (template.startsWith("/v1/proposals") || template.startsWith("/v1/admin/proposals"))
            return new Pair("1", "1", "7");
        throw new AssertionError("Whose is {id} in " + template + "?");
    }

    /// Nobody has what has another digit in the place of each.
    private static Pair digits(String mine, String theirs) {
        var other = theirs.chars()
                .map(character -> {
                    int digit = DIGITS.indexOf(character);
                    return digit < 0 ? character : DIGITS.charAt((digit + 1) % DIGITS.length());
                })
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return new Pair(mine, theirs, other.toString());
    }

    /// Everything in a path that is not asked about is one's own.
    private static String filled(Operation operation, String asked, String text) {
        var path = operation.template();
        for (var parameter : operation.parameters()) {
            if (!parameter.get("in").asString().equals("path")) continue;
            var name = parameter.get("name").asString();
            var usual = pairs(operation.template(), name)
                    .map(all -> all.getFirst().own())
                    .orElse("some-slug");
            path = path.replace("{" + name + "}", name.equals(asked) ? text : usual);
        }
        return path;
    }

    @Test
    void what_is_named_in_a_path_is_answered_alike() {
        var before = foreign.state();
        var differences = new ArrayList<String>();
        int compared = 0;
        for (var operation : server.contract().operations()) {
            for (var parameter : operation.parameters()) {
                var name = parameter.get("name").asString();
                if (!parameter.get("in").asString().equals("path")) continue;
                for (var pair : pairs(operation.template(), name).orElse(List.of())) {
                    differences.addAll(
                            compare(operation, pair, text -> plain(operation, filled(operation, name, text))));
                    compared++;
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(100);
        assertThat(foreign.state()).isEqualTo(before);
    }

    @Test
    void what_is_named_in_a_query_or_a_header_is_answered_alike() {
        var before = foreign.state();
        var differences = new ArrayList<String>();
        for (var operation : server.contract().operations()) {
            for (var parameter : operation.parameters()) {
                var name = parameter.get("name").asString();
                if (!parameter.get("in").asString().equals("query")) continue;
                for (var pair : inQuery(operation.template(), name)) {
                    differences.addAll(compare(operation, pair, text -> {
                        var ask = plain(operation, filled(operation, "", ""));
                        return new Ask(ask.method(), ask.target() + "?" + name + "=" + text, ask.headers(), ask.body());
                    }));
                }
            }
            if (!WITH_HEADER.matcher(operation.template()).find()) continue;
            differences.addAll(compare(
                    operation,
                    names(own.vaultName, foreign.vaultName),
                    text -> plain(operation, filled(operation, "", "")).header("X-Vault", text)));
        }
        assertThat(differences).isEmpty();
        assertThat(foreign.state()).isEqualTo(before);
    }

    private static List<Pair> inQuery(String template, String name) {
        var form = form(template);
        return switch (name) {
            case "vault" -> List.of(names(own.vaultName, foreign.vaultName));
            case "actor" -> List.of(names(own.agent, foreign.agent));
            case "after_id", "before_id", "after", "before" -> {
                if (form == IdForm.DASHED) yield List.of();
                if (template.endsWith("/vaults")) yield List.of(ids(IdKind.VAULT, form, own.vault, foreign.vault));
                if (template.endsWith("/sessions"))
                    yield List.of(ids(IdKind.WORK_SESSION, form, own.work, foreign.work));
                if (template.endsWith("/credentials"))
                    yield List.of(ids(IdKind.CREDENTIAL, form, own.credential, foreign.credential));
                yield List.of();
            }
            default -> List.of();
        };
    }

    @Test
    void what_is_named_in_a_body_is_answered_alike() {
        var before = foreign.state();
        var sketch = new Sketch(server.contract());
        var differences = new ArrayList<String>();
        var seen = new TreeSet<String>();
        for (var operation : server.contract().operations()) {
            var schema = operation
                    .node()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (schema.isMissingNode()) continue;
            for (var way : sketch.sites(schema, VAULT_NAMES)) {
                seen.add(operation.template());
                for (var pair : vaults(operation.template(), way.getLast())) {
                    differences.addAll(compare(
                            operation,
                            pair,
                            text -> Ask.of(operation.method(), filled(operation, "", ""))
                                    .raw(sketch.body(schema, way, text).toString())
                                    .header("Content-Type", "application/json")));
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(seen)
                .contains(
                        "/anthropic/v1/sessions", "/api/v1/cloud/oauth/start", "/api/v1/agents/{slug}", "/v1/sessions");
        assertThat(foreign.state()).isEqualTo(before);
    }

    private static List<Pair> vaults(String template, String name) {
        var byId = ids(IdKind.VAULT, form(template), own.vault, foreign.vault);
        if (form(template) != IdForm.DASHED || name.equals("vaultIds")) return List.of(byId);
        return List.of(byId, names(own.vaultName, foreign.vaultName));
    }

    @Test
    void nothing_else_in_a_body_names_what_may_be_somebody_elses() {
        var contract = server.contract();
        var sketch = new Sketch(contract);
        var names = new TreeSet<String>();
        for (var operation : contract.operations()) {
            var schema = operation
                    .node()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (!schema.isMissingNode())
                sketch.sites(schema, members(contract)).forEach(way -> names.add(way.getLast()));
        }
        names.removeIf(
                name -> !name.matches("(?i).*(vault|credential|session|agent|environment).*|.*(_id|_ids|Id|Ids)|id"));
        VAULT_NAMES.forEach(names::remove);
        HARMLESS.forEach(names::remove);

        assertThat(names).isEmpty();
    }

    private static List<String> members(Contract contract) {
        var names = new TreeSet<String>();
        contract.document()
                .at("/components/schemas")
                .forEach(schema -> schema.findValues("properties").forEach(all -> names.addAll(all.propertyNames())));
        return List.copyOf(names);
    }

    private static Ask plain(Operation operation, String path) {
        var ask = Ask.of(operation.method(), path).header("Content-Type", "application/json");
        var schema = operation
                .node()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (schema.isMissingNode()) return ask;
        var body = new Sketch(server.contract()).body(schema, List.of(), "");
        return body instanceof NullNode ? ask : ask.raw(body.toString());
    }

    private interface Asking {
        Ask about(String text);
    }

    /// What differs for whoever has a place of their own here.
    private static List<String> compare(Operation operation, Pair pair, Asking asking) {
        var differences = new ArrayList<String>();
        CALLERS.forEach((who, token) -> {
            if (who.equals(PERSON)
                    && EVERY_MEMBERS.matcher(operation.template()).find()) return;
            var theirs = server.sendAnything(asking.about(pair.foreign()).as(token));
            var nobodys = server.sendAnything(asking.about(pair.unknown()).as(token));
            var what = operation.method() + " " + operation.template() + " as " + who + " about " + pair.foreign();
            var one = essence(theirs, pair);
            var other = essence(nobodys, pair);
            if (!one.equals(other)) differences.add(what + ":\n  " + one + "\n  " + other);
            if (theirs.status() >= 500 && theirs.status() != 501) differences.add(what + ": " + theirs.status());
            Canary.ofMark().inText(what, theirs.body()).forEach(found -> differences.add(found.toString()));
        });
        return differences;
    }

    /// The whole answer, but for what is its own and the name that was asked about. A definition that is asked for
    /// twice
    /// has another version then.
    private static String essence(Told told, Pair pair) {
        var headers = new TreeMap<String, Object>(told.response().headers().map());
        headers.keySet().removeIf(name -> OF_THE_ANSWER_ITSELF.contains(name.toLowerCase(Locale.ROOT)));
        return (told.essence().replaceAll("\"activeVersion\":[0-9]+", "") + " " + headers)
                .replace(pair.foreign(), "NAME")
                .replace(pair.unknown(), "NAME");
    }
}
