package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.crypto.Secret;
import agentvault.definition.Definition;
import agentvault.definition.WorkSession;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.page.Cursor;
import agentvault.page.IdempotencyRecord;
import agentvault.page.PageRequest;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.OauthSettings;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The cloud faces on the model: what Qoder, Anthropic and 21st do with vaults, bound credentials and sessions.
class CloudWalkTest {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Caller qoder = office.apiKey("qoder", Face.QODER);
    private final Caller anthropic = Office.through(Face.ANTHROPIC, qoder);
    private final Caller twentyFirst = Office.through(Face.TWENTY_FIRST, qoder);

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void qoder_makes_a_vault_with_a_credential_and_never_reads_the_token_back() {
        var vault = named("My GitHub credentials");
        var pair = done(bind(qoder, vault.id(), "https://mcp.github.com/sse", "ghp_xxxxxxxxxxxx"));

        assertThat(vault.slug()).isEqualTo(new Slug("my-github-credentials"));
        assertThat(pair.credential().key().text()).isEqualTo("MCP_GITHUB_COM_SSE");
        assertThat(pair.credential().profile().reading()).isEqualTo(Credential.Reading.NEVER);
        assertThat(refused(workspace
                        .credentials()
                        .reveal(qoder, vault.id(), pair.credential().key())))
                .isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(workspace
                        .credentials()
                        .reveal(office.owner, vault.id(), pair.credential().key())))
                .as("whoever made the key is an admin of what it makes")
                .isEqualTo(Problem.Code.WRITE_ONLY);
        assertThat(IdForm.HEX.render(IdKind.CREDENTIAL, pair.credential().id())).matches("vcred_[0-9a-f]{32}");
    }

    @Test
    void qoder_rotates_by_deleting_and_making_anew() {
        var vault = named("rotation");
        var first = done(bind(qoder, vault.id(), "https://jira.example.com/mcp/sse", "one"));
        assertThat(refused(bind(qoder, vault.id(), "https://JIRA.example.com:443/mcp/sse/", "two")))
                .isEqualTo(Problem.Code.CONFLICT);
        done(workspace
                .boundCredentials()
                .delete(qoder, vault.id(), first.credential().id()));
        var second = done(bind(qoder, vault.id(), "https://jira.example.com/mcp/sse", "two"));

        assertThat(second.credential().id()).isNotEqualTo(first.credential().id());
        assertThat(done(workspace.credentials().list(qoder, vault.id()))).hasSize(1);
    }

    @Test
    void archiving_a_credential_destroys_its_secret_keeps_its_row_and_frees_its_url() {
        var vault = named("archive");
        var pair = done(bind(anthropic, vault.id(), "https://mcp.notion.com/mcp", "secret"));
        var archived = done(workspace
                .boundCredentials()
                .archive(anthropic, vault.id(), pair.credential().id()));

        assertThat(archived.credential().material()).isEqualTo(new Material.Destroyed(1));
        assertThat(archived.credential().life().active()).isFalse();
        assertThat(archived.service().life().active()).isFalse();
        assertThat(refused(workspace
                        .boundCredentials()
                        .archive(anthropic, vault.id(), pair.credential().id())))
                .isEqualTo(Problem.Code.ARCHIVED);
        done(bind(anthropic, vault.id(), "https://mcp.notion.com/mcp", "again"));
    }

    @Test
    void nothing_is_bound_beside_a_service_that_would_be_asked_in_its_place() {
        var vault = office.vault("shared");
        office.store(vault.id(), "GITHUB", "of the service");
        office.serve(vault.id(), "github", "mcp.github.com", "GITHUB");
        done(workspace.grants().give(office.owner, vault.id(), qoder.actor(), VaultRole.MEMBER));
        var whole = "https://mcp.github.com";

        assertThat(refused(bindToHost(vault.id(), whole))).isEqualTo(Problem.Code.CONFLICT);
        assertThat(refused(bindToHost(vault.id(), whole + "/mcp"))).isEqualTo(Problem.Code.CONFLICT);
        var narrower = done(bind(qoder, vault.id(), whole + "/mcp", "of its own"));
        assertThat(refused(workspace
                        .boundCredentials()
                        .renew(
                                qoder,
                                vault.id(),
                                narrower.credential().id(),
                                new BoundCredentials.Renewal(
                                        before -> before,
                                        rule -> new Service.Rule(
                                                new Reach.Destinations(
                                                        List.of(Destination.of(HostPattern.of("mcp.github.com")))),
                                                rule.attachment(),
                                                List.of())),
                                Map.of())))
                .isEqualTo(Problem.Code.CONFLICT);
        done(workspace.services().remove(office.owner, vault.id(), new Slug("github")));
        done(bindToHost(vault.id(), whole));
    }

    @Test
    void anthropic_replaces_a_token_in_place_and_keeps_what_it_is_bound_to() {
        var vault = named("update");
        var pair = done(bind(anthropic, vault.id(), "https://mcp.notion.com/mcp", "one"));
        var renewed = renew(vault, pair, BoundCredentials.Renewal.VALUE_ONLY, "two");

        assertThat(renewed.credential().material().version()).isEqualTo(2);
        assertThat(renewed.service().binding()).isEqualTo(pair.service().binding());
    }

    @Test
    void metadata_is_merge_patched_and_bounded() {
        var vault = named("labels");
        var pair = done(bind(anthropic, vault.id(), "https://mcp.notion.com/mcp", "one"));
        var labels = new BoundCredentials.Renewal(
                before -> before.labelled(
                        "Notion", before.profile().metadata().patched(Map.of("team", Optional.of("a"))), office.now()),
                rule -> rule);
        var labelled = done(workspace
                .boundCredentials()
                .renew(anthropic, vault.id(), pair.credential().id(), labels, Map.of()));

        assertThat(labelled.credential().profile().metadata().pairs()).isEqualTo(Map.of("team", "a"));
        assertThat(labelled.credential().material().version()).isEqualTo(1);
    }

    @Test
    void an_oauth_credential_seals_its_three_secrets_and_binds_its_token_endpoint() {
        var vault = named("oauth");
        var settings = new OauthSettings(
                "https://auth.notion.com/token",
                "client",
                OauthSettings.ClientAuthentication.CLIENT_SECRET_POST,
                "read",
                "",
                Until.at(office.now().plus(Duration.ofHours(1))));
        var plan = plan("https://mcp.notion.com/mcp", new Credential.Type.Oauth(settings), 20);
        try (var access = secret("access");
                var refresh = secret("refresh");
                var client = secret("client-secret")) {
            var parts = Map.of(
                    Material.Part.VALUE, access,
                    Material.Part.REFRESH_TOKEN, refresh,
                    Material.Part.CLIENT_SECRET, client);
            var pair = done(workspace.boundCredentials().add(anthropic, vault.id(), plan, parts));

            assertThat(pair.credential().material())
                    .isInstanceOfSatisfying(
                            Material.Held.class,
                            held -> assertThat(held.parts().keySet()).isEqualTo(parts.keySet()));
        }
        assertThat(new Check(workspace).all()).isEmpty();
    }

    @Test
    void an_environment_variable_is_a_placeholder_toward_its_hosts() {
        var vault = named("variables");
        var reach = new Reach.Destinations(List.of(Destination.of(HostPattern.of("**.example.com"))));
        var plan = new BoundCredentials.Plan(
                new Binding.Target.Variable("DEPLOY_TOKEN"),
                BoundCredentials.placeholderFor(reach, "av__deploy_token__", Set.of(Placeholder.Surface.HEADER)),
                "",
                Metadata.EMPTY,
                new Credential.Type.Static(),
                20);
        try (var value = secret("s3cret")) {
            var pair = done(workspace.boundCredentials().add(anthropic, vault.id(), plan, one(value)));
            assertThat(pair.credential().key().text()).isEqualTo("DEPLOY_TOKEN");
            assertThat(pair.service().rule().attachment().fillsSlot()).isFalse();
            assertThat(refused(workspace.boundCredentials().add(anthropic, vault.id(), plan, one(value))))
                    .isEqualTo(Problem.Code.CONFLICT);
        }
    }

    @Test
    void the_cap_of_active_credentials_is_the_faces() {
        var vault = named("cap");
        for (int i = 0; i < 20; i++) done(bind(qoder, vault.id(), "https://s" + i + ".example.com/mcp", "t"));
        try (var value = secret("t")) {
            var twentyFirst = plan("https://s20.example.com/mcp", new Credential.Type.Static(), 20);
            assertThat(refused(workspace.boundCredentials().add(anthropic, vault.id(), twentyFirst, one(value))))
                    .isEqualTo(Problem.Code.TOO_MANY);
        }
        done(bind(qoder, vault.id(), "https://s20.example.com/mcp", "t"));
    }

    @Test
    void archiving_a_vault_purges_every_secret_and_keeps_the_records() {
        var vault = named("purge");
        done(bind(twentyFirst, vault.id(), "https://mcp.linear.app/mcp", "lin"));
        var archived = done(workspace.vaults().archive(twentyFirst, vault.id()));

        assertThat(archived.life().active()).isFalse();
        assertThat(done(workspace.credentials().list(twentyFirst, vault.id())))
                .singleElement()
                .satisfies(credential -> assertThat(credential.material()).isInstanceOf(Material.Destroyed.class));
        assertThat(refused(bind(twentyFirst, vault.id(), "https://mcp.linear.app/mcp", "lin")))
                .isEqualTo(Problem.Code.ARCHIVED);
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_bound_service_is_changed_through_its_credential_alone() {
        var vault = named("bound");
        var pair = done(bind(qoder, vault.id(), "https://mcp.notion.com/mcp", "one"));
        var name = pair.service().name();

        assertThat(refused(workspace.services().remove(qoder, vault.id(), name)))
                .isEqualTo(Problem.Code.BOUND_SERVICE);
        assertThat(done(workspace.services().replace(qoder, vault.id(), List.of())))
                .containsExactly(pair.service());
        done(workspace
                .credentials()
                .delete(qoder, vault.id(), List.of(pair.credential().key())));
        assertThat(done(workspace.services().list(qoder, vault.id()))).isEmpty();
    }

    @Test
    void an_overwrite_on_the_agent_vault_face_keeps_a_credential_write_only() {
        var vault = named("write-only");
        var pair = done(bind(qoder, vault.id(), "https://mcp.notion.com/mcp", "one"));
        office.store(vault.id(), pair.credential().key().text(), "two");

        assertThat(refused(workspace
                        .credentials()
                        .reveal(office.owner, vault.id(), pair.credential().key())))
                .isEqualTo(Problem.Code.WRITE_ONLY);
    }

    @Test
    void a_work_session_owns_a_session_over_its_vaults_in_order() {
        var one = named("one");
        var two = named("two");
        var slug = new Slug("my-agent");
        var content = new Definition.Content("claude-sonnet-4-6", List.of(), List.of(), List.of());
        var definition = done(workspace.definitions().create(qoder, slug, "My agent", content));
        var subject = new WorkSession.Subject(definition.id(), new WorkSession.Place.Anywhere());
        var shares =
                List.of(new Session.Share(two.id(), VaultRole.PROXY), new Session.Share(one.id(), VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());
        try (var issued = done(workspace.sessions().create(qoder, shares, egress, "", Until.forever()))) {
            var plan = new WorkSessions.Plan(subject, "Title", Metadata.EMPTY);
            var work = done(new WorkSessions(workspace).begin(qoder, issued.session(), plan));

            assertThat(work.session()).isEqualTo(issued.session().id());
            assertThat(issued.session().primary()).contains(two.id());
        }
    }

    @Test
    void a_session_over_a_vault_that_was_not_granted_is_refused() {
        var foreign = office.vault("foreign");
        var shares = List.of(new Session.Share(foreign.id(), VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());

        assertThat(refused(workspace.sessions().create(qoder, shares, egress, "", Until.forever())))
                .isEqualTo(Problem.Code.FORBIDDEN);
        try (var none = done(workspace.sessions().create(twentyFirst, List.of(), egress, "", Until.forever()))) {
            assertThat(none.session().primary()).isEmpty();
        }
    }

    @Test
    void tool_variables_are_set_listed_by_name_replaced_and_removed() {
        var slug = new Slug("my-agent");
        var content = new Definition.Content("claude-sonnet-4-6", List.of(), List.of(), List.of());
        done(workspace.definitions().create(twentyFirst, slug, "My agent", content));
        try (var first = secret("sk-live");
                var second = secret("sk-ant")) {
            done(workspace.definitions().setVariable(twentyFirst, slug, "OPENAI_API_KEY", first));
            var replaced = done(workspace.definitions().setVariable(twentyFirst, slug, "OPENAI_API_KEY", second));
            done(workspace.definitions().setVariable(twentyFirst, slug, "ANTHROPIC_API_KEY", second));

            assertThat(replaced.open(office.keys))
                    .hasValueSatisfying(
                            value -> assertThat(value.sameAs(second)).isTrue());
        }
        assertThat(done(workspace.definitions().variables(twentyFirst, slug)))
                .containsExactly("ANTHROPIC_API_KEY", "OPENAI_API_KEY");
        done(workspace.definitions().removeVariable(twentyFirst, slug, "OPENAI_API_KEY"));
        done(workspace.definitions().removeVariable(twentyFirst, slug, "OPENAI_API_KEY"));
        assertThat(refused(workspace.definitions().variables(twentyFirst, new Slug("unknown"))))
                .isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void pages_of_every_dialect_walk_the_whole_list_once() {
        for (int i = 0; i < 7; i++) named("vault " + i);
        var seen = new ArrayList<Vault>();
        PageRequest.From from = new PageRequest.From.Newest();
        boolean more = true;
        while (more) {
            var page = done(workspace.vaults().list(qoder, new PageRequest(3, from, PageRequest.Filter.ACTIVE)));
            seen.addAll(page.items());
            more = page.more();
            var cursor = new Cursor(page.items().getLast().life().created()).text();
            from = new PageRequest.From.OlderThan(
                    Cursor.parse(cursor).orElseThrow().after());
        }
        assertThat(seen)
                .extracting(Vault::displayName)
                .containsExactly("vault 6", "vault 5", "vault 4", "vault 3", "vault 2", "vault 1", "vault 0");
        var newer = new PageRequest.From.NewerThan(seen.get(4).life().created());
        assertThat(done(workspace.vaults().list(qoder, new PageRequest(2, newer, PageRequest.Filter.ACTIVE)))
                        .items())
                .extracting(Vault::displayName)
                .containsExactly("vault 4", "vault 3");
    }

    @Test
    void a_repeated_key_replays_the_same_request_refuses_another_and_is_forgotten_in_time() {
        var key = IdempotencyRecord.hashed(office.keys, qoder.actor(), "5f1c");
        var request = IdempotencyRecord.hashed(office.keys, qoder.actor(), "POST /vaults {\"access_token\":\"ghp\"}");
        var other = IdempotencyRecord.hashed(office.keys, qoder.actor(), "POST /vaults {}");
        Id made = office.random().id();
        var record = new IdempotencyRecord(
                office.random().id(),
                qoder.actor(),
                key,
                request,
                made,
                office.now().plus(Duration.ofHours(24)));

        assertThat(record.replayed(request, office.now())).isEqualTo(IdempotencyRecord.Replay.SAME);
        assertThat(record.replayed(other, office.now())).isEqualTo(IdempotencyRecord.Replay.OTHER);
        assertThat(record.replayed(request, office.now().plus(Duration.ofHours(24))))
                .isEqualTo(IdempotencyRecord.Replay.FORGOTTEN);
        assertThat(record.toString()).doesNotContain("ghp");
    }

    private Vault named(String displayName) {
        return done(workspace.vaults().create(qoder, Vaults.Naming.of(displayName)));
    }

    private Outcome<BoundCredentials.Pair> bind(Caller caller, Id vault, String url, String token) {
        try (var value = secret(token)) {
            return workspace
                    .boundCredentials()
                    .add(caller, vault, plan(url, new Credential.Type.Static(), NO_LIMIT), one(value));
        }
    }

    private Outcome<BoundCredentials.Pair> bindToHost(Id vault, String url) {
        var reach = new Reach.Destinations(url(url).hostDestinations());
        var plan = new BoundCredentials.Plan(
                new Binding.Target.HostOf(url(url)),
                BoundCredentials.bearerFor(reach),
                "",
                Metadata.EMPTY,
                new Credential.Type.Static(),
                NO_LIMIT);
        try (var value = secret("of the host")) {
            return workspace.boundCredentials().add(twentyFirst, vault, plan, one(value));
        }
    }

    private BoundCredentials.Pair renew(
            Vault vault, BoundCredentials.Pair pair, BoundCredentials.Renewal renewal, String token) {
        try (var value = secret(token)) {
            return done(workspace
                    .boundCredentials()
                    .renew(anthropic, vault.id(), pair.credential().id(), renewal, one(value)));
        }
    }

    private static Map<Material.Part, Secret> one(Secret value) {
        return Map.of(Material.Part.VALUE, value);
    }

    private static BoundCredentials.Plan plan(String text, Credential.Type type, int limit) {
        var url = url(text);
        return new BoundCredentials.Plan(
                new Binding.Target.McpServer(url, Binding.Transport.SSE),
                BoundCredentials.bearerFor(new Reach.Destinations(url.exactDestinations())),
                "",
                Metadata.EMPTY,
                type,
                limit);
    }

    private static ServerUrl url(String text) {
        return switch (ServerUrl.parse(text, HostPolicy.PUBLIC_ONLY)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult other -> throw new AssertionError(other.toString());
        };
    }
}
