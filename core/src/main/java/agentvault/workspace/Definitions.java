package agentvault.workspace;

import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Permissions.Target;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.definition.Definition;
import agentvault.definition.ToolVariable;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Slug;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Keeps agent definitions and their tool variables.
public final class Definitions {

    private final Workspace workspace;

    Definitions(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome<Definition> create(Caller caller, Slug slug, String name, Definition.Content content) {
        return workspace.change(
                writing(caller, slug.text()),
                transaction -> named(transaction, slug).isPresent()
                        ? Outcome.refused(CONFLICT, "An agent definition named \"" + slug + "\" already exists.")
                        : Outcome.done(insert(transaction, slug, name, content)));
    }

    /// Makes a definition for a face that has no slugs: one is derived from its name.
    public Outcome<Definition> create(Caller caller, String name, Definition.Content content) {
        return workspace.change(writing(caller, name), transaction -> {
            var slug = Slug.derived(name, taken -> named(transaction, taken).isPresent());
            return Outcome.done(insert(transaction, slug, name, content));
        });
    }

    private Definition insert(Transaction transaction, Slug slug, String name, Definition.Content content) {
        var definition = new Definition(
                transaction.random().id(),
                workspace.installation(),
                slug,
                name,
                1,
                content,
                Life.startedAt(transaction.stamp()));
        transaction.insert(definition);
        return definition;
    }

    /// All definitions, archived ones too, the newest first.
    public Outcome<List<Definition>> list(Caller caller) {
        return workspace.look(
                reading(caller),
                view -> Outcome.done(contents(view).all(Definition.class).stream()
                        .sorted(Comparator.comparing(
                                        (Definition one) -> one.life().created())
                                .reversed())
                        .toList()));
    }

    /// The active definition of this name.
    public Outcome<Definition> find(Caller caller, Slug slug) {
        return workspace.look(
                reading(caller),
                view -> named(contents(view), slug)
                        .<Outcome<Definition>>map(Outcome::done)
                        .orElseGet(() -> unknown(slug)));
    }

    /// A definition, be it archived.
    public Outcome<Definition> find(Caller caller, Id definition) {
        return workspace.look(
                reading(caller),
                view -> contents(view)
                        .find(Definition.class, definition)
                        .<Outcome<Definition>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such agent.")));
    }

    private static Workspace.Ask reading(Caller caller) {
        return new Workspace.Ask(caller, Action.READ_DEFINITIONS, new Target.OfWorkspace(), List.of(), List.of(), "");
    }

    private Contents contents(Workspace.View view) {
        return view.contents().apply(Scope.workspace(workspace.installation()));
    }

    public Outcome<Definition> update(Caller caller, Slug slug, String name, Definition.Content content) {
        return workspace.change(
                writing(caller, slug.text()),
                transaction -> found(transaction, slug).then(before -> {
                    var after = before.with(name, content, transaction.now());
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    /// Archives a definition. Its variables are destroyed; its slug is free again.
    public Outcome<Definition> archive(Caller caller, Slug slug) {
        return workspace.change(
                writing(caller, "archive " + slug),
                transaction -> found(transaction, slug).then(before -> {
                    variables(transaction, before).forEach(transaction::remove);
                    var after = before.archived(transaction.now());
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    /// Stores a variable for the definition's tools; no face ever returns its value.
    public Outcome<ToolVariable> setVariable(Caller caller, Slug slug, String name, Secret value) {
        if (value.length() == 0) return Outcome.refused(INVALID, name + " has no value.");
        return workspace.change(
                writing(caller, slug + " " + name),
                transaction -> found(transaction, slug).then(definition -> {
                    var with = new ToolVariable.Vaulted(transaction.keys(), transaction.random());
                    var known = variables(transaction, definition).stream()
                            .filter(variable -> variable.name().equals(name))
                            .findFirst();
                    if (known.isPresent()) {
                        var after = known.get().with(value, with, transaction.now());
                        transaction.replace(known.get(), after);
                        return Outcome.done(after);
                    }
                    var variable = ToolVariable.sealed(
                            transaction.random().id(),
                            definition,
                            name,
                            value,
                            with,
                            Life.startedAt(transaction.stamp()));
                    transaction.insert(variable);
                    return Outcome.done(variable);
                }));
    }

    /// Removes a variable; removing one that is not there is no problem.
    public Outcome<String> removeVariable(Caller caller, Slug slug, String name) {
        return workspace.change(
                writing(caller, slug + " " + name),
                transaction -> found(transaction, slug).then(definition -> {
                    variables(transaction, definition).stream()
                            .filter(variable -> variable.name().equals(name))
                            .forEach(transaction::remove);
                    return Outcome.done(name);
                }));
    }

    /// The names of a definition's variables, sorted.
    public Outcome<List<String>> variables(Caller caller, Slug slug) {
        return workspace.look(reading(caller), view -> {
            var contents = contents(view);
            return named(contents, slug)
                    .<Outcome<List<String>>>map(definition -> Outcome.done(of(contents, definition).stream()
                            .map(ToolVariable::name)
                            .sorted()
                            .toList()))
                    .orElseGet(() -> unknown(slug));
        });
    }

    private Workspace.Ask writing(Caller caller, String detail) {
        return new Workspace.Ask(
                caller,
                Action.WRITE_DEFINITIONS,
                new Target.OfWorkspace(),
                List.of(Scope.workspace(workspace.installation())),
                List.of(),
                detail);
    }

    private Outcome<Definition> found(Transaction transaction, Slug slug) {
        return named(transaction, slug).<Outcome<Definition>>map(Outcome::done).orElseGet(() -> unknown(slug));
    }

    private Optional<Definition> named(Transaction transaction, Slug slug) {
        return named(contents(transaction), slug);
    }

    private static Optional<Definition> named(Contents contents, Slug slug) {
        return contents.one(
                Definition.class,
                definition -> definition.life().active() && definition.slug().equals(slug));
    }

    private List<ToolVariable> variables(Transaction transaction, Definition definition) {
        return of(contents(transaction), definition);
    }

    private static List<ToolVariable> of(Contents contents, Definition definition) {
        return contents.all(
                ToolVariable.class, variable -> variable.definition().equals(definition.id()));
    }

    private Contents contents(Transaction transaction) {
        return transaction.contents(Scope.workspace(workspace.installation()));
    }

    private static <T> Outcome<T> unknown(Slug slug) {
        return Outcome.refused(NOT_FOUND, "Agent \"" + slug + "\" not found.");
    }
}
