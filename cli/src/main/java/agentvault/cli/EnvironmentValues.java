package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.util.List;
import java.util.regex.Pattern;

/// The variables that were typed behind `env set AGENT`, with their values: `KEY`, `KEY VALUE`, `KEY=VALUE`, `KEY=-`,
/// `KEY=@FILE`; those with `=` several times.
///
/// No message repeats what was typed behind a key, nor a key that does not look like one: it may be the secret itself.
final class EnvironmentValues {

    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private EnvironmentValues() {}

    static Json.Fields read(Call call, List<String> typed, String agent) {
        var first = typed.getFirst();
        var command = "agent-vault env set " + agent;
        if (first.contains("=")) return pairs(call, typed, command);
        if (!KEY.matcher(first).matches()) throw badKey(command);
        if (typed.size() == 1) return Json.object().with(first, full(first, asked(call, first, agent), command));
        notice(call);
        var value = HiddenText.of(String.join(" ", typed.subList(1, typed.size())));
        return Json.object().with(first, full(first, value, command));
    }

    private static Json.Fields pairs(Call call, List<String> typed, String command) {
        if (typed.stream().filter(word -> word.endsWith("=-")).count() > 1) {
            throw Failure.misuse("The standard input can be the value of one variable alone.");
        }
        var values = Json.object();
        boolean shown = false;
        for (var word : typed) {
            int equals = word.indexOf('=');
            var key = equals < 0 ? "" : word.substring(0, equals);
            if (!KEY.matcher(key).matches()) throw badKey(command);
            if (values.fields().containsKey(key)) throw Failure.misuse(key + " is given twice.");
            var source = word.substring(equals + 1);
            values = values.with(key, full(key, CredentialValues.from(call, key, source, command), command));
            shown |= !source.equals("-") && !source.startsWith("@");
        }
        if (shown) notice(call);
        return values;
    }

    private static HiddenText asked(Call call, String key, String agent) {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("There is nobody to ask for the value of " + key + ".")
                    .because(key + "=- reads it from the standard input.");
        }
        return call.terminal()
                .askHidden("Value of " + key + " for the tools of " + agent + ":")
                .orElseThrow(() -> Failure.of("No value was typed."));
    }

    private static HiddenText full(String key, HiddenText value, String command) {
        if (value.empty())
            throw Failure.misuse("The value of " + key + " is empty.").next(command + " " + key);
        return value;
    }

    private static void notice(Call call) {
        call.terminal().notice("The value is now in your shell's history. With KEY alone the command asks for it.");
    }

    private static Failure badKey(String command) {
        return Failure.misuse("A variable's name looks like OPENAI_API_KEY: letters, digits and _.")
                .because("The value stands behind it, or is asked for.")
                .next(command + " OPENAI_API_KEY");
    }
}
