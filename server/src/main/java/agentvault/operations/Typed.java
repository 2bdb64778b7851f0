package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import java.util.List;

/// What a person types or a script sends: passwords, and the words that say that something was meant.
final class Typed {

    static final Flag STDIN = Flag.on("password-stdin", "Read the password from the standard input");
    static final Flag YES = Flag.on("yes", "Do not ask").letter("y");

    private static final int SHORTEST = 8;

    private Typed() {}

    static HiddenText password(Call call, String question) {
        if (!call.terminal().screen().asks()) {
            throw Failure.of("The master password is needed, and there is nobody to ask for it.")
                    .because(
                            "Set AGENT_VAULT_MASTER_PASSWORD or AGENT_VAULT_MASTER_PASSWORD_FILE, or use --password-stdin.")
                    .exit(Exit.LOCKED);
        }
        return typed(call, question);
    }

    private static HiddenText typed(Call call, String question) {
        return call.terminal()
                .askHidden(question)
                .filter(password -> !password.empty())
                .orElseThrow(() -> Failure.of("No password was typed.").exit(Exit.LOCKED));
    }

    static HiddenText chosen(Call call) {
        return strong(chosen(call, "New master password"));
    }

    /// A person types it twice.
    static HiddenText chosen(Call call, String what) {
        if (!call.terminal().screen().asks()) {
            throw Failure.of("A new password is needed, and there is nobody to ask for it.")
                    .because("--password-stdin reads it.")
                    .exit(Exit.LOCKED);
        }
        var once = typed(call, what + ":");
        if (once.sameAs(typed(call, "The same again:"))) return once;
        throw Failure.of("The two passwords are not the same.").exit(Exit.LOCKED);
    }

    /// No rule makes a password good; this one keeps out those that a thief of the database tries first.
    static HiddenText strong(HiddenText password) {
        if (password.length() >= SHORTEST) return password;
        throw Failure.misuse("A master password has at least " + SHORTEST + " characters.");
    }

    /// The first lines of the standard input, one password each.
    static List<HiddenText> lines(Call call, int count) {
        var lines = call.terminal()
                .allInput()
                .reveal(text -> text.lines()
                        .limit(count)
                        .filter(line -> !line.isEmpty())
                        .map(HiddenText::of)
                        .toList());
        if (lines.size() == count) return lines;
        throw Failure.misuse("The standard input holds no password.")
                .because(
                        count == 1
                                ? "Its first line is the password."
                                : "Its first line is the password of now, its second the new one.");
    }

    /// Goes on if the person types the word, or `--yes` says that it was meant.
    static void confirm(Call call, String what, String word) {
        if (call.on(YES)) return;
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse(what + " There is nobody to ask.").because("--yes says it is meant.");
        }
        var typed = call.terminal().ask(what + " Type " + word + " to go on:");
        if (!typed.orElse("").equals(word)) {
            throw Failure.of("Nothing was done.").because("\"" + word + "\" was not typed.");
        }
    }
}
