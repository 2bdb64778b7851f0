package agentvault.control;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.canary.Canary;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.vault.CredentialKey;
import agentvault.workspace.ApiKeys;
import agentvault.workspace.Caller;
import agentvault.workspace.Office;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything that somebody has, of each kind, with marked secrets in it, and how it all stands.
public final class Belongings {

    private final ApiServer server;
    private final Cast cast;

    /// A person, and a key that is theirs in all but name.
    public final String person;

    public final String key;
    public final String mail;
    public final String vaultName;
    public final Id vault;
    public final Id credential;
    public final Id work;
    public final String session;
    public final String agent;
    public final String service;
    private final String definition;
    public final String keyName;
    public final String login;
    public final String webhook;
    public final String agentInvite;
    public final String invite;

    /// @param name what all of it is called after
    /// @param readable the value of a credential that its members may read back; all others are marked
    public Belongings(ApiServer server, Cast cast, String name, String readable) {
        this.server = server;
        this.cast = cast;
        mail = name + "@example.com";
        person = cast.user(mail, InstanceRole.MEMBER);
        vaultName = name + "-vault";
        vault = id(IdKind.VAULT, made("/v1/vaults", person, "{'name':'" + vaultName + "'}", "/id"));
        keyName = name + "-key";
        key = keyOf(cast.caller(person));
        service = name + "-service";
        store(cast.caller(person), readable);
        credential =
                id(IdKind.CREDENTIAL, made("/api/v1/cloud/vaults/" + vault + "/credentials", key, bearer(name), "/id"));
        server.put("/api/v1/agents/" + name, key, "{'vaultIds':['" + vault + "']}")
                .is(200);
        definition = made("/api/v1/cloud/agents", key, "{'name':'" + name + "'}", "/id");
        var work = "{'agent':'%s','vault_ids':['%s'],'title':'%s'}".formatted(definition, vault, name);
        this.work = id(IdKind.WORK_SESSION, made("/api/v1/cloud/sessions", key, work, "/id"));
        session = made("/v1/sessions", person, "{'vault':'" + vaultName + "','label':'" + name + "'}", "/id");
        agent = name + "-bot";
        made("/v1/agents", person, "{'name':'" + agent + "'}", "/name");
        login = server.get("/v1/auth/sessions", person).is(200).at("/sessions/0/id");
        var hook = "{'url':'https://hooks.example.com/" + name + "'}";
        webhook = made("/v1/webhooks", cast.ownerToken, hook, "/id");
        var inVault = ",'vaults':[{'vault_name':'" + vaultName + "'}]}";
        agentInvite = made("/v1/agents/invites", person, "{'name':'" + name + "-guest'" + inVault, "/id");
        invite = made("/v1/users/invites", person, "{'email':'guest-of-" + mail + "'" + inVault, "/id");
    }

    private String made(String path, String by, String json, String pointer) {
        var told = server.post(path, by, json);
        assertThat(told.status()).as("%s", told.body()).isLessThan(300);
        return told.at(pointer);
    }

    private String keyOf(Caller by) {
        var issued = done(server.workspace.actors().apiKeys().create(cast.owner, ApiKeys.Plan.named(keyName)));
        done(server.workspace.grants().give(by, vault, issued.actor().id(), VaultRole.ADMIN));
        return ApiServer.shown(issued.shown());
    }

    private static String bearer(String name) {
        return "{'mcp_server_url':'https://%s.example.com/mcp','protocol':'sse','type':'static_bearer','access_token':'%s'}"
                .formatted(name, Canary.marked(name));
    }

    private static Id id(IdKind kind, String text) {
        return IdForm.parse(kind, text).orElseThrow(() -> new AssertionError("no id: " + text));
    }

    private void store(Caller by, String readable) {
        try (Secret value = Office.secret(readable)) {
            var values = new TreeMap<>(Map.of(new CredentialKey("FREE_KEY"), value));
            done(server.workspace.credentials().set(by, vault, values));
        }
        done(server.workspace
                .services()
                .upsert(by, vault, List.of(Office.wanted(service, "api.example.com", "FREE_KEY"))));
    }

    /// What fits under the name of a member or a parameter.
    List<String> called(String name) {
        return switch (name) {
            case "vault", "vaults", "vault_id", "vault_ids", "vaultIds", "vault_name" -> {
                var names = new ArrayList<>(ids(IdKind.VAULT, vault));
                names.add(vaultName);
                yield names;
            }
            case "credential" -> ids(IdKind.CREDENTIAL, credential);
            case "session" -> ids(IdKind.WORK_SESSION, work);
            case "agent" -> List.of(agent, definition);
            case "service" -> List.of(service);
            case "email" -> List.of(mail);
            default -> List.of();
        };
    }

    private static List<String> ids(IdKind kind, Id id) {
        return Stream.of(IdForm.values()).map(form -> form.render(kind, id)).toList();
    }

    /// By what nobody else should ever know of it, in every rendering.
    List<String> secretive() {
        var names = new ArrayList<String>(List.of(vaultName, session));
        names.addAll(ids(IdKind.VAULT, vault));
        names.addAll(ids(IdKind.CREDENTIAL, credential));
        names.addAll(ids(IdKind.WORK_SESSION, work));
        return names;
    }

    /// How all of it stands, times of use aside.
    public List<String> state() {
        var by = cast.caller(person);
        var lines = new ArrayList<String>();
        lines.add(server.workspace.directory().vault(vault).toString());
        lines.add(done(server.workspace.credentials().list(by, vault)).toString());
        lines.add(done(server.workspace.services().list(by, vault)).toString());
        lines.add(done(server.workspace.directory().members(by, vault)).stream()
                .map(member -> member.actor().id() + " " + member.role())
                .toList()
                .toString());
        // Agents are everybody's, so what a session shows of its agent is no part of this.
        var session = server.get("/api/v1/cloud/sessions/" + IdForm.HEX.render(IdKind.WORK_SESSION, work), key);
        lines.add(session.is(200).at("/status") + session.at("/title") + session.at("/archived_at"));
        var credentials = "/api/v1/cloud/vaults/" + vault + "/credentials?include_archived=true";
        lines.add(server.get(credentials, key).is(200).body());
        for (var path : List.of("/v1/sessions?vault=" + vaultName, "/v1/agents/" + agent))
            lines.add(server.get(path, person).is(200).body());
        assertThat(lines.getFirst()).contains(vaultName);
        return lines;
    }
}
