package agentvault.faces;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.faces.Step.Kind;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client of one of the faces, with a key. Each answer that something was changed is counted as a change in the
/// trail.
abstract sealed class Protocol permits Protocol.Own, Protocol.Cloud, Protocol.Team {

    final Face face;
    private final ApiServer server;
    private final String key;

    /// How many changes of each kind this client has been told of.
    final Map<String, Integer> changes = new TreeMap<>();

    /// A credential as its makers know it.
    ///
    /// @param named what our own face calls it and its service
    record Kept(Id vault, Id id, Kind kind, int place, Named named) {}

    record Named(String key, String service, boolean bound) {}

    private Protocol(Face face, ApiServer server, String key) {
        this.face = face;
        this.server = server;
        this.key = key;
    }

    static Protocol of(Face face, ApiServer server, String key) {
        return switch (face) {
            case AGENT_VAULT -> new Own(server, key);
            case QODER -> new Cloud(face, server, key, "/api/v1/cloud", IdForm.HEX);
            case ANTHROPIC -> new Cloud(face, server, key, "/anthropic/v1", IdForm.BASE58);
            case TWENTY_FIRST -> new Team(server, key);
            case PROXY, LOCAL -> throw new IllegalArgumentException("no protocol of clients");
        };
    }

    abstract Optional<Id> makeVault(String name);

    /// Gives the id of the credential, if this face tells it.
    abstract Optional<Id> keep(Id vault, Kind kind, int place, String value, Named names);

    abstract boolean rotate(Kept one, String value);

    abstract boolean archive(Kept one);

    abstract boolean delete(Kept one);

    abstract boolean archiveVault(Id vault);

    abstract boolean deleteVault(Id vault);

    /// The ids that this face lists, each with a word: active or archived.
    abstract Map<Id, String> vaults();

    abstract Map<Id, String> credentials(Id vault, Map<String, Id> byKey);

    /// Asks; what is not done is refused for a reason that has to do with what there is.
    Told ask(String method, String path, String json) {
        var ask = Ask.of(method, path).as(key);
        var told = server.send(json.isEmpty() ? ask.header("Content-Type", "application/json") : ask.json(json));
        if (told.status() >= 300)
            assertThat(told.status()).as("%s %s: %s", method, path, told.body()).isIn(404, 409);
        return told;
    }

    /// Asks for a change.
    Told change(String action, String method, String path, String json) {
        var told = ask(method, path, json);
        if (told.status() < 300) changes.merge(action + " on " + face, 1, Integer::sum);
        return told;
    }

    static boolean did(Told told) {
        return told.status() < 300;
    }

    static Optional<Id> id(IdKind kind, Told told, String pointer) {
        return did(told) ? IdForm.parse(kind, told.at(pointer)) : Optional.empty();
    }

    /// Agent Vault's own: credentials and services by their names.
    static final class Own extends Protocol {

        private Own(ApiServer server, String key) {
            super(Face.AGENT_VAULT, server, key);
        }

        @Override
        Optional<Id> makeVault(String name) {
            return id(IdKind.VAULT, change("CREATE_VAULT", "POST", "/v1/vaults", "{'name':'" + name + "'}"), "/id");
        }

        /// A service says where the credential goes. It has no id of its own that anybody is told.
        @Override
        Optional<Id> keep(Id vault, Kind kind, int place, String value, Named names) {
            var service = change(
                    "WRITE_SERVICES",
                    "POST",
                    "/v1/vaults/" + vault + "/services",
                    "{'services':[{'name':'%s','host':'%s','auth':{'type':'bearer','token':'%s'}}]}"
                            .formatted(names.service(), Place.URLS.get(place), names.key()));
            if (did(service)) set(vault, names.key(), value);
            return Optional.empty();
        }

        private boolean set(Id vault, String name, String value) {
            return did(change(
                    "WRITE_CREDENTIALS",
                    "POST",
                    "/v1/credentials",
                    "{'vault':'%s','credentials':{'%s':'%s'}}".formatted(vault, name, value)));
        }

        @Override
        boolean rotate(Kept one, String value) {
            return set(one.vault(), one.named().key(), value);
        }

        @Override
        boolean archive(Kept one) {
            throw new IllegalStateException("no words for it");
        }

        /// What is bound to its service takes it along.
        @Override
        boolean delete(Kept one) {
            if (!one.named().bound()) {
                var service =
                        "/v1/vaults/" + one.vault() + "/services/" + one.named().service();
                if (!did(change("WRITE_SERVICES", "DELETE", service, ""))) return false;
            }
            return did(change(
                    "WRITE_CREDENTIALS",
                    "DELETE",
                    "/v1/credentials",
                    "{'vault':'%s','keys':['%s']}"
                            .formatted(one.vault(), one.named().key())));
        }

        @Override
        boolean archiveVault(Id vault) {
            throw new IllegalStateException("no words for it");
        }

        @Override
        boolean deleteVault(Id vault) {
            return did(change("CHANGE_VAULT", "DELETE", "/v1/vaults/" + vault, ""));
        }

        @Override
        Map<Id, String> vaults() {
            var ids = new HashMap<Id, String>();
            ask("GET", "/v1/vaults", "")
                    .json()
                    .get("vaults")
                    .forEach(vault -> ids.put(
                            IdForm.parse(IdKind.VAULT, vault.get("id").asString())
                                    .orElseThrow(),
                            "ACTIVE"));
            return ids;
        }

        @Override
        Map<Id, String> credentials(Id vault, Map<String, Id> byKey) {
            var ids = new HashMap<Id, String>();
            var told = ask("GET", "/v1/credentials?vault=" + vault, "");
            if (did(told)) told.json().get("keys").forEach(name -> ids.put(known(byKey, name.asString()), "ACTIVE"));
            return ids;
        }

        private static Id known(Map<String, Id> byKey, String name) {
            return Optional.ofNullable(byKey.get(name)).orElseThrow(() -> new AssertionError("nobody made " + name));
        }
    }

    /// Qoder's and Anthropic's.
    static final class Cloud extends Protocol {

        private final String base;
        private final IdForm form;

        private Cloud(Face face, ApiServer server, String key, String base, IdForm form) {
            super(face, server, key);
            this.base = base;
            this.form = form;
        }

        private String at(Id vault) {
            return base + "/vaults/" + form.render(IdKind.VAULT, vault);
        }

        private String at(Kept one) {
            return at(one.vault()) + "/credentials/" + form.render(IdKind.CREDENTIAL, one.id());
        }

        @Override
        Optional<Id> makeVault(String name) {
            var told = change("CREATE_VAULT", "POST", base + "/vaults", "{'display_name':'" + name + "'}");
            return id(IdKind.VAULT, told, "/id");
        }

        @Override
        Optional<Id> keep(Id vault, Kind kind, int place, String value, Named names) {
            boolean flat = face == Face.QODER && kind == Kind.BEARER;
            var body = flat
                    ? "{'mcp_server_url':'%s','protocol':'sse','type':'static_bearer','access_token':'%s'}"
                            .formatted(Place.URLS.get(place), value)
                    : "{'auth':%s}".formatted(auth(kind, place, value));
            return id(IdKind.CREDENTIAL, change("WRITE_CREDENTIALS", "POST", at(vault) + "/credentials", body), "/id");
        }

        private static String auth(Kind kind, int place, String value) {
            return switch (kind) {
                case BEARER ->
                    "{'type':'static_bearer','mcp_server_url':'%s','token':'%s'}"
                            .formatted(Place.URLS.get(place), value);
                case OAUTH ->
                    "{'type':'mcp_oauth','mcp_server_url':'%s','access_token':'%s'}"
                            .formatted(Place.URLS.get(place), value);
                case VARIABLE ->
                    "{'type':'environment_variable','secret_name':'%s','secret_value':'%s','networking':%s}"
                            .formatted(
                                    Place.VARIABLES.get(place),
                                    value,
                                    "{'type':'limited','allowed_hosts':['" + Place.VARIABLES_HOST + "']}");
            };
        }

        @Override
        boolean rotate(Kept one, String value) {
            var body = "{'auth':%s}".formatted(auth(one.kind(), one.place(), value));
            return did(change("WRITE_CREDENTIALS", "POST", at(one), body));
        }

        @Override
        boolean archive(Kept one) {
            return did(change("WRITE_CREDENTIALS", "POST", at(one) + "/archive", ""));
        }

        @Override
        boolean delete(Kept one) {
            return did(change("WRITE_CREDENTIALS", "DELETE", at(one), ""));
        }

        @Override
        boolean archiveVault(Id vault) {
            return did(change("CHANGE_VAULT", "POST", at(vault) + "/archive", ""));
        }

        @Override
        boolean deleteVault(Id vault) {
            return did(change("CHANGE_VAULT", "DELETE", at(vault), ""));
        }

        @Override
        Map<Id, String> vaults() {
            return states(IdKind.VAULT, base + "/vaults");
        }

        @Override
        Map<Id, String> credentials(Id vault, Map<String, Id> byKey) {
            return states(IdKind.CREDENTIAL, at(vault) + "/credentials");
        }

        private Map<Id, String> states(IdKind kind, String path) {
            var ids = new HashMap<Id, String>();
            var told = ask("GET", path + "?limit=100&include_archived=true", "");
            if (did(told)) {
                told.json()
                        .get("data")
                        .forEach(one -> ids.put(
                                IdForm.parse(kind, one.get("id").asString()).orElseThrow(),
                                one.get("archived_at").isNull() ? "ACTIVE" : "ARCHIVED"));
            }
            return ids;
        }
    }

    /// 21st Agents'. What is deleted is archived first.
    static final class Team extends Protocol {

        private static final String BASE = "/v1/mcp/vaults";

        private Team(ApiServer server, String key) {
            super(Face.TWENTY_FIRST, server, key);
        }

        private static String at(Kept one) {
            return BASE + "/" + one.vault() + "/credentials/" + one.id();
        }

        @Override
        Optional<Id> makeVault(String name) {
            return id(IdKind.VAULT, change("CREATE_VAULT", "POST", BASE, "{'name':'" + name + "'}"), "/vault/id");
        }

        @Override
        Optional<Id> keep(Id vault, Kind kind, int place, String value, Named names) {
            var told =
                    change("WRITE_CREDENTIALS", "POST", BASE + "/" + vault + "/credentials", body(kind, place, value));
            return id(IdKind.CREDENTIAL, told, "/credential/id");
        }

        private static String body(Kind kind, int place, String value) {
            var auth = kind == Kind.OAUTH
                    ? "{'type':'oauth','accessToken':'" + value + "'}"
                    : "{'type':'bearer','token':'" + value + "'}";
            return "{'serverUrl':'%s','auth':%s}".formatted(Place.URLS.get(place), auth);
        }

        @Override
        boolean rotate(Kept one, String value) {
            return did(change("WRITE_CREDENTIALS", "PATCH", at(one), body(one.kind(), one.place(), value)));
        }

        @Override
        boolean archive(Kept one) {
            return did(change("WRITE_CREDENTIALS", "DELETE", at(one), ""));
        }

        @Override
        boolean delete(Kept one) {
            archive(one);
            return did(change("WRITE_CREDENTIALS", "DELETE", at(one) + "?force=true", ""));
        }

        @Override
        boolean archiveVault(Id vault) {
            return did(change("CHANGE_VAULT", "DELETE", BASE + "/" + vault, ""));
        }

        @Override
        boolean deleteVault(Id vault) {
            archiveVault(vault);
            return did(change("CHANGE_VAULT", "DELETE", BASE + "/" + vault + "?force=true", ""));
        }

        @Override
        Map<Id, String> vaults() {
            var ids = new HashMap<Id, String>();
            ask("GET", BASE, "")
                    .json()
                    .get("vaults")
                    .forEach(vault -> ids.put(
                            IdForm.parse(IdKind.VAULT, vault.get("id").asString())
                                    .orElseThrow(),
                            vault.get("archivedAt").isNull() ? "ACTIVE" : "ARCHIVED"));
            return ids;
        }

        @Override
        Map<Id, String> credentials(Id vault, Map<String, Id> byKey) {
            var ids = new HashMap<Id, String>();
            ask("GET", BASE + "/" + vault, "")
                    .json()
                    .get("credentials")
                    .forEach(one -> ids.put(
                            IdForm.parse(IdKind.CREDENTIAL, one.get("id").asString())
                                    .orElseThrow(),
                            "ACTIVE"));
            return ids;
        }
    }

    static List<Protocol> all(ApiServer server, String key) {
        var all = new ArrayList<Protocol>();
        for (var face : Matrix.FACES) all.add(of(face, server, key));
        return all;
    }
}
