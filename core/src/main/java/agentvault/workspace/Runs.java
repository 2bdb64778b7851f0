package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Grant;
import agentvault.access.InstanceSettings;
import agentvault.access.Permissions.Target;
import agentvault.crypto.Scope;
import agentvault.definition.Definition;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds the vaults of runs, and says what they lack. Only vaults that whoever asks has a role in are seen.
public final class Runs {

    private final Workspace workspace;

    public Runs(Workspace workspace) {
        this.workspace = workspace;
    }

    /// @param agent the definition that is run, if it is one
    /// @param externalUser whom it is for; empty if nobody said
    public record Wanted(Optional<Slug> agent, Resolution.Wish wish, String externalUser) {}

    /// What came of looking for a run's vaults.
    public sealed interface Found {
        /// @param missing the declared servers that get no credential; none if nobody wants to know
        record Ready(Resolution.Resolved resolved, List<String> missing) implements Found {
            public Ready {
                missing = List.copyOf(missing);
            }
        }

        record UnknownAgent(Slug agent) implements Found {}

        record Unavailable(Id vault) implements Found {}

        /// Coverage is strict, and these servers get no credential.
        record Uncovered(List<String> missing) implements Found {
            public Uncovered {
                missing = List.copyOf(missing);
            }
        }
    }

    public Outcome<Found> find(Caller caller, Wanted wanted) {
        return workspace.look(reading(caller), view -> {
            var contents = view.contents().apply(workspace.scope());
            var definition = wanted.agent().flatMap(slug -> named(contents, slug));
            if (wanted.agent().isPresent() && definition.isEmpty()) {
                return Outcome.done(new Found.UnknownAgent(wanted.agent().get()));
            }
            var settings = Settings.of(contents).runs();
            var choice = new Resolution.Choice(
                    granted(view, caller),
                    definition.map(known -> known.content().vaults()).orElse(List.of()),
                    settings.usual());
            return Outcome.done(
                    switch (Resolution.of(wanted.wish(), wanted.externalUser(), choice)) {
                        case Resolution.Unavailable(var _, var vault) -> new Found.Unavailable(vault);
                        case Resolution.Resolved resolved -> covered(view, definition, resolved, settings.coverage());
                    });
        });
    }

    private static Found covered(
            Workspace.View view,
            Optional<Definition> definition,
            Resolution.Resolved resolved,
            InstanceSettings.Coverage mode) {
        if (mode == InstanceSettings.Coverage.OFF || resolved.vaults().isEmpty())
            return new Found.Ready(resolved, List.of());
        var vaults = resolved.vaults().stream()
                .map(Scope::vault)
                .map(view.contents())
                .toList();
        var missing = definition.map(new Coverage(vaults)::missing).orElse(List.of());
        return mode == InstanceSettings.Coverage.STRICT && !missing.isEmpty()
                ? new Found.Uncovered(missing)
                : new Found.Ready(resolved, missing);
    }

    private static List<Vault> granted(Workspace.View view, Caller caller) {
        Function<Id, Contents> vault = id -> view.contents().apply(Scope.vault(id));
        return view.reading().grantedTo(caller.actor()).stream()
                .map(vault)
                .filter(contents -> contents.one(
                                Grant.class, grant -> grant.actor().equals(caller.actor()))
                        .isPresent())
                .flatMap(contents -> contents.all(Vault.class).stream())
                .toList();
    }

    /// A server that a definition declares, and the credential that it gets out of one vault.
    public record Served(Definition.Server server, Optional<Credential> credential, boolean covered) {}

    /// An agent's servers, as one vault serves them.
    public record Agent(Definition definition, List<Served> servers) {
        public Agent {
            servers = List.copyOf(servers);
        }
    }

    /// How a vault serves the servers of all agents; nothing of them for who may not read definitions.
    public Outcome<List<Agent>> served(Caller caller, Id vault) {
        return workspace.look(Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, ""), view -> {
            if (!workspace.may(caller, Action.READ_DEFINITIONS, new Target.OfWorkspace(), view.contents()))
                return Outcome.done(List.of());
            var coverage = new Coverage(List.of(view.contents().apply(Scope.vault(vault))));
            return Outcome.done(active(view.contents().apply(workspace.scope())).stream()
                    .map(definition -> new Agent(
                            definition,
                            definition.content().servers().stream()
                                    .map(server ->
                                            new Served(server, coverage.credential(server), coverage.covers(server)))
                                    .toList()))
                    .toList());
        });
    }

    /// All definitions, the oldest first.
    public Outcome<List<Definition>> agents(Caller caller) {
        return workspace.look(
                reading(caller), view -> Outcome.done(active(view.contents().apply(workspace.scope()))));
    }

    public Outcome<Definition> agent(Caller caller, Slug slug) {
        return agents(caller)
                .then(all -> all.stream()
                        .filter(definition -> definition.slug().equals(slug))
                        .findFirst()
                        .<Outcome<Definition>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(Problem.Code.NOT_FOUND, "Agent \"" + slug + "\" not found.")));
    }

    private static Optional<Definition> named(Contents workspace, Slug slug) {
        return workspace.one(
                Definition.class,
                definition -> definition.life().active() && definition.slug().equals(slug));
    }

    private static List<Definition> active(Contents workspace) {
        return workspace.all(Definition.class, definition -> definition.life().active()).stream()
                .sorted(Comparator.comparing(definition -> definition.life().created()))
                .toList();
    }

    private static Workspace.Ask reading(Caller caller) {
        return new Workspace.Ask(caller, Action.READ_DEFINITIONS, new Target.OfWorkspace(), List.of(), List.of(), "");
    }
}
