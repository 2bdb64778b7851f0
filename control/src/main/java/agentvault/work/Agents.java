package agentvault.work;

import static agentvault.route.Problems.done;

import agentvault.cloud.Finding;
import agentvault.definition.Definition;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Call;
import agentvault.vault.Slug;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;

/// Finds the agent definition that a request means, by its id in any rendering or by its slug.
record Agents(Workspace workspace) {

    Definition found(Call call, String text) {
        var outcome = find(call, text);
        boolean unknown =
                outcome instanceof Outcome.Refused<Definition>(var problem) && problem.code() == Problem.Code.NOT_FOUND;
        if (unknown) throw Finding.nothing("No such agent");
        return done(outcome);
    }

    private Outcome<Definition> find(Call call, String text) {
        var definitions = workspace.definitions();
        boolean slug = Slug.valid(text) && IdForm.parse(IdKind.DEFINITION, text).isEmpty();
        return slug
                ? definitions.find(call.caller(), new Slug(text))
                : definitions.find(call.caller(), Finding.id(IdKind.DEFINITION, text));
    }
}
