package agentvault.workspace;

import java.util.function.Function;

/// What came of an operation: its result, or why it was refused. A refused operation has changed nothing.
public sealed interface Outcome<T> {

    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(Problem problem) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Problem.Code code, String sentence) {
        return new Refused<>(new Problem(code, sentence));
    }

    default <R> Outcome<R> then(Function<T, Outcome<R>> next) {
        return switch (this) {
            case Done<T>(var value) -> next.apply(value);
            case Refused<T>(var problem) -> new Refused<>(problem);
        };
    }
}
