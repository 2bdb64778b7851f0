package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import java.util.List;

/// Where passwords come from: a person who types, or the standard input. Never an argument, never a variable.
final class Passwords {

    static final Flag STDIN = Flag.on("password-stdin", "Read the password from the standard input");

    private Passwords() {}

    static HiddenText asked(Call call, String question) {
        if (call.on(STDIN)) return lines(call, 1).getFirst();
        return typed(call, question);
    }

    /// A new password: a person types it twice.
    static HiddenText chosen(Call call, String question) {
        if (call.on(STDIN)) return lines(call, 1).getFirst();
        var once = typed(call, question);
        if (once.sameAs(typed(call, "The same again:"))) return once;
        throw Failure.of("The two passwords are not the same.").exit(Exit.LOCKED);
    }

    /// The first lines of the standard input, one password each.
    static List<HiddenText> lines(Call call, int count) {
        var all = call.terminal()
                .allInput()
                .reveal(text -> text.lines()
                        .limit(count)
                        .filter(line -> !line.isEmpty())
                        .map(HiddenText::of)
                        .toList());
        if (all.size() == count) return all;
        throw Failure.misuse("The standard input holds no password.")
                .because(
                        count == 1
                                ? "Its first line is the password."
                                : "Its first line is the password of now, its second the new one.");
    }

    static HiddenText typed(Call call, String question) {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("There is nobody to ask for the password.")
                    .because("The standard input is no terminal; --password-stdin reads the password from it.");
        }
        return call.terminal()
                .askHidden(question)
                .filter(password -> !password.empty())
                .orElseThrow(() -> Failure.of("No password was typed.").exit(Exit.LOCKED));
    }
}
