package agentvault.team;

import static agentvault.team.Words.ofAgent;

import agentvault.definition.ToolVariable;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.wire.Answer;
import agentvault.workspace.Workspace;

/// The environment variables of an agent's tools. Their values are taken and never given.
record VariableCalls(Workspace workspace) {

    Answer list(Call call) {
        var names = ofAgent(workspace.definitions().variables(call.caller(), Words.agent(call)));
        return Answers.ok(new Document().withTexts("keys", names));
    }

    Answer set(Call call) {
        var agent = Words.agent(call);
        var body = call.body();
        var key = key(body);
        try (var value = body.secret("value")) {
            if (value.length() == 0) throw body.unfit("value", " is empty");
            ofAgent(workspace.definitions().setVariable(call.caller(), agent, key, value));
        }
        return Answers.ok(new Document().with("success", true).with("key", key));
    }

    /// What is not there is removed already.
    Answer remove(Call call) {
        var agent = Words.agent(call);
        var key = key(call.body());
        ofAgent(workspace.definitions().removeVariable(call.caller(), agent, key));
        return Answers.ok(new Document().with("success", true).with("key", key));
    }

    private static String key(Members body) {
        return body.text("key", ToolVariable::checkedName);
    }
}
