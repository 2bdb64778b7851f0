package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Where the values of credentials come from: a question, the standard input, a file, or the command line.
///
/// No message repeats what was typed behind a key, nor a key that does not look like one: it may be the secret itself.
final class CredentialValues {

    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final String COMMAND = "agent-vault vault credential set";
    private static final char LOST = '\ufffd';

    private CredentialValues() {}

    static Json.Fields read(Call call, List<String> typed, String vault) {
        if (typed.stream().filter(word -> word.endsWith("=-")).count() > 1) {
            throw Failure.misuse("The standard input can be the value of one credential alone.");
        }
        var values = Json.object();
        boolean shown = false;
        for (var word : typed) {
            int equals = word.indexOf('=');
            var key = equals < 0 ? word : word.substring(0, equals);
            if (!KEY.matcher(key).matches()) throw badKey();
            if (values.has(key) || values.get(key) instanceof HiddenText)
                throw Failure.misuse(key + " is given twice.");
            var source = equals < 0 ? "" : word.substring(equals + 1);
            var value = equals < 0 ? asked(call, key, vault) : from(call, key, source, COMMAND);
            if (value.empty())
                throw Failure.misuse("The value of " + key + " is empty.").next(COMMAND + " " + key);
            values = values.with(key, value);
            shown |= equals >= 0 && !source.equals("-") && !source.startsWith("@");
        }
        if (shown) {
            call.terminal()
                    .notice("The value is now in your shell's history. Without \"=VALUE\" the command asks for it.");
        }
        return values;
    }

    private static HiddenText asked(Call call, String key, String vault) {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("There is nobody to ask for the value of " + key + ".")
                    .because(key + "=- reads it from the standard input.");
        }
        return call.terminal()
                .askHidden("Value of " + key + " in " + vault + ":")
                .orElseThrow(() -> Failure.of("No value was typed."));
    }

    /// @param command what asks for a value when it is followed by a key alone
    static HiddenText from(Call call, String key, String source, String command) {
        if (source.equals("-")) return withoutLastBreak(call.terminal().allInput());
        if (source.startsWith("@")) return withoutLastBreak(file(call, key, source.substring(1)));
        if (source.indexOf(LOST) >= 0) {
            throw Failure.of("The value of " + key + " has characters that this terminal's language setting loses.")
                    .next(command + " " + key);
        }
        return HiddenText.of(source);
    }

    private static HiddenText file(Call call, String key, String name) {
        try {
            return HiddenText.of(Files.readString(call.environment().folder().resolve(Path.of(name))));
        } catch (MalformedInputException e) {
            throw Failure.of("The file of " + key + " is no text.").because("A value is text in UTF-8.");
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.of("The file of " + key + " cannot be read.")
                    .because("Behind \"@\" stands the name of a file. A value that itself begins with \"@\" goes"
                            + " through "
                            + key + "=-.");
        }
    }

    /// Programs and editors end a text with a line break that is no part of a secret.
    private static HiddenText withoutLastBreak(HiddenText text) {
        return text.reveal(value -> {
            if (value.endsWith("\r\n")) return HiddenText.of(value.substring(0, value.length() - 2));
            return HiddenText.of(value.endsWith("\n") ? value.substring(0, value.length() - 1) : value);
        });
    }

    private static Failure badKey() {
        return Failure.misuse("A credential's key looks like STRIPE_KEY: capitals, digits and _.")
                .because("The value stands behind \"=\", or is asked for.")
                .next(COMMAND + " STRIPE_KEY");
    }
}
