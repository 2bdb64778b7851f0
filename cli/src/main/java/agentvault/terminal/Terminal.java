package agentvault.terminal;

import agentvault.json.HiddenText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// The streams of a command and the person at them: the answer goes to one, the conversation to the other.
public record Terminal(PrintStream answer, PrintStream conversation, InputStream input, Screen screen) {

    private static final int BUFFER = 8192;

    /// The streams of this process.
    public static Terminal system(Map<String, String> variables) {
        return new Terminal(
                stream(FileDescriptor.out), stream(FileDescriptor.err), System.in, new Device(variables, System.in));
    }

    /// Tells the person something that is not the answer.
    public void say(String line) {
        conversation.println(Clean.line(line));
        conversation.flush();
    }

    /// Tells a person at a terminal what to look at; a script is not told.
    public void notice(String line) {
        if (screen.asks()) conversation.println(conversationPaint().warn(Clean.line(line)));
    }

    /// Several lines that are not the answer, as they are.
    public void sayBlock(String text) {
        conversation.print(Clean.block(text));
        conversation.flush();
    }

    /// Tells a person at a terminal something by the way; a script is not told.
    public void aside(String line) {
        if (screen.asks()) conversation.println(conversationPaint().dim(Clean.line(line)));
    }

    /// Asks on the conversation, never on the answer.
    public Optional<String> ask(String question) {
        put(question);
        return screen.line().map(String::strip);
    }

    /// Asks for something that does not show while it is typed.
    public Optional<HiddenText> askHidden(String question) {
        try {
            return screen.hiddenLine(() -> put(question));
        } finally {
            conversation.println();
        }
    }

    private void put(String question) {
        conversation.print(Clean.line(question) + " ");
        conversation.flush();
    }

    /// Everything that comes in, as text.
    public HiddenText allInput() {
        try {
            return HiddenText.of(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// An error in three parts and, dim, what support would ask for.
    public void error(String what, String why, Iterable<String> next, String dim) {
        var paint = conversationPaint();
        conversation.println(paint.bad("Error:") + " " + Clean.line(what));
        if (!why.isEmpty()) conversation.println(Clean.line(why));
        for (var step : next) conversation.println(paint.dim("Next:") + " " + paint.accent(Clean.line(step)));
        if (!dim.isEmpty()) conversation.println(paint.dim(Clean.line(dim)));
        conversation.flush();
    }

    Paint answerPaint() {
        return new Paint(screen.answerShown() && screen.coloured());
    }

    private Paint conversationPaint() {
        return new Paint(screen.asks() && screen.coloured());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        var file = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(file, false, StandardCharsets.UTF_8);
    }
}
