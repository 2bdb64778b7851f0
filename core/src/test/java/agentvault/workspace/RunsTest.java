package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import agentvault.access.InstanceSettings;
import agentvault.access.VaultRole;
import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.definition.Definition;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Reach;
import agentvault.vault.Slug;
import agentvault.workspace.Resolution.Layer;
import agentvault.workspace.Resolution.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {

    private static final Slug AGENT = new Slug("my-agent");
    private static final Wish UNNAMED = new Wish.Unnamed();

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Caller key = office.apiKey("runner", Face.TWENTY_FIRST);
    private final Runs runs = new Runs(workspace);

    @AfterEach
    void close() {
        office.close();
    }

    private Id vault(String name) {
        return done(workspace.vaults().create(key, Vaults.Naming.of(name))).id();
    }

    private void define(List<Definition.Server> servers, List<Id> pinned) {
        var content = new Definition.Content("", servers, List.of(), pinned);
        done(workspace.definitions().create(key, AGENT, "My agent", content));
    }

    private Runs.Found find(Wish wish) {
        return done(runs.find(key, new Runs.Wanted(Optional.of(AGENT), wish, "")));
    }

    private static Runs.Found ready(Layer by, Id... vaults) {
        return new Runs.Found.Ready(new Resolution.Resolved(by, List.of(vaults)), List.of());
    }

    private Id bind(Id vault, String text) {
        if (!(ServerUrl.parse(text, HostPolicy.PUBLIC_ONLY) instanceof ServerUrlResult.Valid(var url)))
            throw new AssertionError(text);
        var plan = new BoundCredentials.Plan(
                new Binding.Target.HostOf(url),
                BoundCredentials.bearerFor(new Reach.Destinations(List.of(url.destinationBelow()))),
                "",
                Metadata.EMPTY,
                new Credential.Type.Static(),
                20);
        try (var value = secret("t")) {
            return done(workspace.boundCredentials().add(key, vault, plan, Map.of(Material.Part.VALUE, value)))
                    .credential()
                    .id();
        }
    }

    private void coverage(InstanceSettings.Coverage mode) {
        var values = InstanceSettings.Values.DEFAULT;
        done(workspace.settings().change(office.owner, values.with(new InstanceSettings.Runs(Optional.empty(), mode))));
    }

    @Test
    void the_layers_are_asked_in_their_order() {
        var pinned = vault("pinned");
        var usual = vault("usual");
        done(workspace.settings().pointOut(key, usual));
        define(List.of(), List.of());
        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.USUAL, usual));

        done(workspace
                .definitions()
                .update(key, AGENT, "", new Definition.Content("", List.of(), List.of(), List.of(pinned))));
        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.DEFINITION, pinned));

        var theirs = vault("theirs");
        var labels = Metadata.of(Map.of("external_user_id", "user_42"));
        done(workspace.vaults().describe(key, theirs, new Vaults.Naming("theirs", "", labels)));
        assertThat(done(runs.find(key, new Runs.Wanted(Optional.of(AGENT), UNNAMED, "user_42"))))
                .isEqualTo(ready(Layer.EXTERNAL_USER, theirs));

        assertThat(find(new Wish.Named(List.of(usual, pinned, usual)))).isEqualTo(ready(Layer.NAMED, usual, pinned));
        assertThat(find(new Wish.Named(List.of()))).isEqualTo(ready(Layer.NAMED));
    }

    @Test
    void a_vault_that_was_not_granted_is_unavailable_by_name_and_unseen_otherwise() {
        var foreign = office.vault("foreign").id();
        var labels = Metadata.of(Map.of("external_user_id", "user_42"));
        done(workspace.vaults().describe(office.owner, foreign, new Vaults.Naming("foreign", "", labels)));
        done(workspace.settings().pointOut(office.owner, foreign));
        define(List.of(), List.of());

        assertThat(find(new Wish.Named(List.of(foreign)))).isEqualTo(new Runs.Found.Unavailable(foreign));
        assertThat(done(runs.find(key, new Runs.Wanted(Optional.empty(), UNNAMED, "user_42"))))
                .isEqualTo(ready(Layer.NONE));

        done(workspace.grants().give(office.owner, foreign, key.actor(), VaultRole.MEMBER));
        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.USUAL, foreign));
    }

    @Test
    void an_archived_vault_is_neither_usual_nor_available() {
        var usual = vault("usual");
        define(List.of(), List.of());
        done(workspace.settings().pointOut(key, usual));
        done(workspace.vaults().archive(key, usual));

        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.NONE));
        assertThat(find(new Wish.Named(List.of(usual)))).isEqualTo(new Runs.Found.Unavailable(usual));
        assertThat(refused(workspace.settings().pointOut(key, usual))).isEqualTo(Problem.Code.ARCHIVED);
        assertThat(done(new Holdings(workspace).of(key, usual)).usual()).isFalse();
    }

    @Test
    void the_usual_vault_takes_an_admin_of_it_and_survives_other_settings() {
        var vault = vault("usual");
        var other = office.apiKey("other", Face.TWENTY_FIRST);
        done(workspace.grants().give(office.owner, office.vault("theirs").id(), other.actor(), VaultRole.MEMBER));
        assertThat(refused(workspace.settings().pointOut(other, vault))).isEqualTo(Problem.Code.FORBIDDEN);

        done(workspace.settings().pointOut(key, vault));
        coverage(InstanceSettings.Coverage.STRICT);

        assertThat(workspace.settings().current().runs())
                .isEqualTo(new InstanceSettings.Runs(Optional.of(vault), InstanceSettings.Coverage.STRICT));
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void what_lacks_a_credential_is_told_or_refused_or_not_looked_at() {
        var vault = vault("mine");
        bind(vault, "https://mcp.notion.com/mcp");
        define(
                List.of(
                        new Definition.Server("notion", "https://MCP.notion.com/mcp/"),
                        new Definition.Server("linear", "https://mcp.linear.app/mcp")),
                List.of(vault));
        var resolved = new Resolution.Resolved(Layer.DEFINITION, List.of(vault));

        assertThat(find(UNNAMED)).isEqualTo(new Runs.Found.Ready(resolved, List.of("linear")));
        coverage(InstanceSettings.Coverage.STRICT);
        assertThat(find(UNNAMED)).isEqualTo(new Runs.Found.Uncovered(List.of("linear")));
        assertThat(find(new Wish.Named(List.of()))).isEqualTo(ready(Layer.NAMED));
        coverage(InstanceSettings.Coverage.OFF);
        assertThat(find(UNNAMED)).isEqualTo(new Runs.Found.Ready(resolved, List.of()));

        coverage(InstanceSettings.Coverage.STRICT);
        var linear = bind(vault, "https://*.linear.app");
        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.DEFINITION, vault));
        done(workspace.boundCredentials().archive(key, vault, linear));
        assertThat(find(UNNAMED)).isEqualTo(new Runs.Found.Uncovered(List.of("linear")));
    }

    @Test
    void a_later_vault_fills_what_the_first_one_lacks() {
        var first = vault("first");
        var second = vault("second");
        bind(first, "https://mcp.notion.com/mcp");
        bind(second, "https://mcp.linear.app/mcp");
        define(
                List.of(
                        new Definition.Server("notion", "https://mcp.notion.com/mcp"),
                        new Definition.Server("linear", "https://mcp.linear.app/mcp")),
                List.of(first, second));
        coverage(InstanceSettings.Coverage.STRICT);

        assertThat(find(UNNAMED)).isEqualTo(ready(Layer.DEFINITION, first, second));
    }

    @Test
    void an_agent_that_nobody_defined_is_told() {
        assertThat(find(UNNAMED)).isEqualTo(new Runs.Found.UnknownAgent(AGENT));
    }

    @Test
    void whoever_may_not_read_definitions_finds_nothing() {
        var agent = office.agent("some-bot", office.vault("some-vault").id(), VaultRole.ADMIN);

        assertThat(refused(runs.find(agent, new Runs.Wanted(Optional.empty(), UNNAMED, ""))))
                .isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void a_vault_shows_whom_it_serves() {
        var vault = vault("mine");
        var notion = bind(vault, "https://mcp.notion.com/mcp");
        define(
                List.of(
                        new Definition.Server("notion", "https://mcp.notion.com/mcp"),
                        new Definition.Server("odd", "no url")),
                List.of());

        assertThat(done(runs.served(key, vault)))
                .singleElement()
                .satisfies(agent -> assertThat(agent.servers())
                        .extracting(served -> served.credential().map(Credential::id), Runs.Served::covered)
                        .containsExactly(tuple(Optional.of(notion), true), tuple(Optional.empty(), false)));
    }

    @Test
    void only_what_is_archived_or_empty_is_deleted_where_that_is_asked_for() {
        var vault = vault("mine");
        var credential = bind(vault, "https://mcp.notion.com/mcp");
        assertThat(refused(workspace.vaults().deleteUnused(key, vault))).isEqualTo(Problem.Code.CONFLICT);
        assertThat(refused(workspace.boundCredentials().deleteArchived(key, vault, credential)))
                .isEqualTo(Problem.Code.CONFLICT);

        done(workspace.boundCredentials().archive(key, vault, credential));
        done(workspace.boundCredentials().deleteArchived(key, vault, credential));
        assertThat(done(new Holdings(workspace).of(key, vault)).credentials()).isEmpty();
        done(workspace.vaults().deleteUnused(key, vault));
        assertThat(done(new Holdings(workspace).all(key))).isEmpty();
    }
}
