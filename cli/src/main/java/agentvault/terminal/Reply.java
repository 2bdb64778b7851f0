package agentvault.terminal;

import agentvault.json.Json;
import java.io.PrintStream;
import java.util.List;

/// What a command answers, in the form that was asked for: for people, as one JSON document, or only what a script
/// keeps.
public record Reply(Terminal terminal, Form form) {

    public enum Form {
        PEOPLE,
        JSON,
        QUIET
    }

    private static final String TICK = "✓";

    /// Rows, or how to make the first one.
    public void rows(Table table, Json document, String whenEmpty) {
        switch (form) {
            case JSON -> json(document);
            case QUIET -> print(table.firsts());
            case PEOPLE -> {
                if (table.empty()) terminal.say(whenEmpty);
                else print(shown(table));
            }
        }
    }

    /// What was done, in the past tense, with the name.
    public void done(String sentence, Json document) {
        switch (form) {
            case JSON -> json(document);
            case QUIET -> {}
            case PEOPLE -> answer().println(terminal.answerPaint().accent(TICK) + " " + Clean.line(sentence));
        }
    }

    /// The same, and a value that a script keeps, on a line of its own.
    public void made(String sentence, String value, Json document) {
        done(sentence, document);
        if (form != Form.JSON) answer().println(Clean.line(value));
    }

    /// A few facts, each under its name.
    public void facts(List<Fact> facts, Json document) {
        switch (form) {
            case JSON -> json(document);
            case QUIET ->
                print(facts.stream()
                        .map(fact -> Clean.line(fact.value()))
                        .limit(1)
                        .toList());
            case PEOPLE -> facts(facts);
        }
    }

    /// A value alone, as it is, without a line break: what `$(...)` takes. Only a person's terminal is spared what
    /// would
    /// steer it.
    public void raw(String value, Json document) {
        if (form == Form.JSON) {
            json(document);
            return;
        }
        boolean shown = terminal.screen().answerShown();
        var text = shown ? Clean.block(value) : value;
        answer().print(text);
        answer().flush();
        if (shown) terminal.conversation().println();
        if (!text.equals(value))
            terminal.notice("Control characters are shown as escapes here; a pipe gets the value as it is.");
    }

    /// Several lines that are the answer, as they are for every form but JSON.
    public void text(String text, Json document) {
        if (form == Form.JSON) json(document);
        else answer().print(Clean.block(text));
    }

    public void json(Json document) {
        answer().println(document.shown());
    }

    private void facts(List<Fact> facts) {
        int widest =
                facts.stream().mapToInt(fact -> Cells.of(fact.name())).max().orElse(0);
        for (var fact : facts) {
            var name = fact.name() + " ".repeat(widest - Cells.of(fact.name()));
            answer().println(terminal.answerPaint().dim(name) + "  " + Clean.line(fact.value()));
        }
    }

    private List<String> shown(Table table) {
        var screen = terminal.screen();
        return screen.answerShown() ? table.fitted(screen.width(), terminal.answerPaint()) : table.plain();
    }

    private void print(List<String> lines) {
        lines.forEach(answer()::println);
    }

    private PrintStream answer() {
        return terminal.answer();
    }
}
