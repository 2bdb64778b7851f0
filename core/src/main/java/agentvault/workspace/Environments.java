package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ARCHIVED;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.definition.Environment;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import java.util.Comparator;
import java.util.List;

/// Keeps the environments of work sessions.
public final class Environments {

    private final Workspace workspace;

    public Environments(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome<Environment> create(
            Caller caller, String name, Environment.Networking networking, Metadata metadata) {
        return workspace.change(writing(caller, name), transaction -> {
            var environment = new Environment(
                    transaction.random().id(),
                    workspace.installation(),
                    name,
                    networking,
                    metadata,
                    Life.startedAt(transaction.stamp()));
            transaction.insert(environment);
            return Outcome.done(environment);
        });
    }

    /// All of them, archived ones too, the newest first.
    public Outcome<List<Environment>> list(Caller caller) {
        return workspace.look(
                reading(caller),
                view -> Outcome.done(view.contents().apply(workspace.scope()).all(Environment.class).stream()
                        .sorted(Comparator.comparing(
                                        (Environment one) -> one.life().created())
                                .reversed())
                        .toList()));
    }

    public Outcome<Environment> find(Caller caller, Id environment) {
        return workspace.look(reading(caller), view -> found(view.contents().apply(workspace.scope()), environment));
    }

    public Outcome<Environment> archive(Caller caller, Id environment) {
        return workspace.change(
                writing(caller, "archive " + environment),
                transaction -> found(transaction.workspace(), environment).then(before -> {
                    if (!before.life().active()) return Outcome.refused(ARCHIVED, "This environment is archived.");
                    var after = before.archived(transaction.now());
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    private static Outcome<Environment> found(Contents contents, Id environment) {
        return contents.find(Environment.class, environment)
                .<Outcome<Environment>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such environment."));
    }

    private Workspace.Ask writing(Caller caller, String detail) {
        return new Workspace.Ask(
                caller,
                Action.WRITE_DEFINITIONS,
                new Target.OfWorkspace(),
                List.of(workspace.scope()),
                List.of(),
                detail);
    }

    private static Workspace.Ask reading(Caller caller) {
        return new Workspace.Ask(caller, Action.READ_DEFINITIONS, new Target.OfWorkspace(), List.of(), List.of(), "");
    }
}
