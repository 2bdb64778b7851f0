package agentvault.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A command, or a group of them: what it is called, what it takes, and what it does.
///
/// @param says the first line is the sentence that lists show; more lines follow it in the command's own help
public record Command(
        String name,
        List<String> aliases,
        String says,
        List<Example> examples,
        List<Argument> arguments,
        List<Flag> flags,
        Body body) {

    /// What a name begins with that neither help nor completion shows.
    public static final String SILENT = "__";

    /// What is behind the name.
    sealed interface Body {
        /// Made when it is needed: a start builds one branch of the tree alone.
        record Group(Supplier<List<Command>> commands) implements Body {}

        /// With commands of its own beside what it does, as in `user invite EMAIL` and `user invite list`.
        ///
        /// @param only flags of which one has to be given for this to be done; none means always
        record Does(Action action, List<Command> beside, List<Flag> only) implements Body {}
    }

    public Command {
        aliases = List.copyOf(aliases);
        examples = List.copyOf(examples);
        arguments = List.copyOf(arguments);
        flags = List.copyOf(flags);
    }

    public static Command of(String name, String says, Action action) {
        return new Command(
                name, List.of(), says, List.of(), List.of(), List.of(), new Body.Does(action, List.of(), List.of()));
    }

    public static Command group(String name, String says, Supplier<List<Command>> commands) {
        return new Command(name, List.of(), says, List.of(), List.of(), List.of(), new Body.Group(commands));
    }

    public Command alias(String another) {
        return new Command(name, plus(aliases, List.of(another)), says, examples, arguments, flags, body);
    }

    public Command example(String line, String what) {
        return new Command(
                name, aliases, says, plus(examples, List.of(new Example(line, what))), arguments, flags, body);
    }

    public Command takes(Argument... more) {
        return new Command(name, aliases, says, examples, plus(arguments, List.of(more)), flags, body);
    }

    public Command flags(Flag... more) {
        return new Command(name, aliases, says, examples, arguments, plus(flags, List.of(more)), body);
    }

    /// This command with others beside it.
    public Command beside(Command... others) {
        return switch (body) {
            case Body.Group _ -> with(() -> List.of(others));
            case Body.Does(var action, var beside, var only) -> doing(action, plus(beside, List.of(others)), only);
        };
    }

    /// This command, for calls that give one of these flags alone: where it joins a command of its name, that one does
    /// all other calls.
    public Command onlyWith(Flag... only) {
        return switch (body) {
            case Body.Group _ -> this;
            case Body.Does(var action, var beside, var _) -> doing(action, beside, List.of(only));
        };
    }

    /// This command, or all within it, with something more to be done when it could be done.
    public Command then(Action more) {
        var next = switch (body) {
            case Body.Group(var commands) ->
                new Body.Group(() -> commands.get().stream()
                        .map(command -> command.then(more))
                        .toList());
            case Body.Does(var action, var beside, var only) ->
                new Body.Does(
                        after(action, more),
                        beside.stream().map(command -> command.then(more)).toList(),
                        only);
        };
        return new Command(name, aliases, says, examples, arguments, flags, next);
    }

    private static Action after(Action action, Action more) {
        return call -> {
            int code = action.run(call);
            return code == Exit.DONE ? more.run(call) : code;
        };
    }

    /// The commands within or beside this one.
    public List<Command> commands() {
        return switch (body) {
            case Body.Group(var commands) -> commands.get();
            case Body.Does does -> does.beside();
        };
    }

    /// This group with more commands in it, which are made when they are needed. One of the same name as one that is
    /// there joins it, if both are groups or
    /// it
    /// is for certain flags alone, and else takes its place.
    public Command with(Supplier<List<Command>> more) {
        return new Command(
                name, aliases, says, examples, arguments, flags, new Body.Group(() -> merged(commands(), more.get())));
    }

    public boolean group() {
        return body instanceof Body.Group;
    }

    boolean called(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    Optional<Command> find(String word) {
        return commands().stream().filter(command -> command.called(word)).findFirst();
    }

    /// Does it end with another program's line.
    boolean takesLine() {
        return !arguments.isEmpty() && arguments.getLast().count() == Argument.Count.REST;
    }

    String summary() {
        return says.lines().findFirst().orElse("");
    }

    private static List<Command> merged(List<Command> here, List<Command> more) {
        var merged = new ArrayList<>(here);
        for (var command : more) {
            int at = merged.stream().map(Command::name).toList().indexOf(command.name);
            if (at < 0) merged.add(command);
            else if (merged.get(at).group() && command.group())
                merged.set(at, merged.get(at).with(command::commands));
            else merged.set(at, command.over(merged.get(at)));
        }
        return List.copyOf(merged);
    }

    private Command over(Command there) {
        if (!(body instanceof Body.Does(var mine, var _, var only)) || only.isEmpty()) return this;
        if (!(there.body instanceof Body.Does(var theirs, var beside, var without))) return this;
        Action either = call -> (only.stream().anyMatch(call::gives) ? mine : theirs).run(call);
        var more = flags.stream()
                .filter(flag ->
                        there.flags.stream().noneMatch(known -> known.name().equals(flag.name())))
                .toList();
        return new Command(
                name,
                plus(there.aliases, aliases),
                there.says,
                plus(there.examples, examples),
                there.arguments,
                plus(there.flags, more),
                new Body.Does(either, beside, without));
    }

    private Command doing(Action action, List<Command> beside, List<Flag> only) {
        return new Command(name, aliases, says, examples, arguments, flags, new Body.Does(action, beside, only));
    }

    private static <T> List<T> plus(List<T> list, List<T> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }
}
