package agentvault.command;

/// What a command does. It gives back the code to end with, or throws a [Failure].
@FunctionalInterface
public interface Action {
    int run(Call call);
}
