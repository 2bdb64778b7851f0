package agentvault.command;

/// A word that a command takes by its place.
public record Argument(String name, String says, Count count) {

    /// How many words it takes. Only the last argument of a command may take several.
    public enum Count {
        ONE(1, 1),
        AT_MOST_ONE(0, 1),
        ONE_OR_MORE(1, Integer.MAX_VALUE),
        ANY(0, Integer.MAX_VALUE),
        /// The rest of the line, whatever it looks like: flags that stand in it are another program's.
        REST(1, Integer.MAX_VALUE);

        final int least;
        final int most;

        Count(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    public static Argument one(String name, String says) {
        return new Argument(name, says, Count.ONE);
    }

    public static Argument optional(String name, String says) {
        return new Argument(name, says, Count.AT_MOST_ONE);
    }

    public static Argument several(String name, String says) {
        return new Argument(name, says, Count.ONE_OR_MORE);
    }

    public static Argument any(String name, String says) {
        return new Argument(name, says, Count.ANY);
    }

    /// A command line of another program: its name, and all that follows.
    public static Argument line(String name, String says) {
        return new Argument(name, says, Count.REST);
    }

    /// As the usage line shows it.
    String shape() {
        return switch (count) {
            case ONE -> name;
            case AT_MOST_ONE -> "[" + name + "]";
            case ONE_OR_MORE -> name + "...";
            case ANY -> "[" + name + "...]";
            case REST -> "[--] " + name + "...";
        };
    }
}
