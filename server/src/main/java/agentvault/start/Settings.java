package agentvault.start;

import agentvault.command.Call;
import agentvault.command.Failure;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What was settled, each with where it was found. Does not print values: a database's address may hold a password.
final class Settings {

    private static final List<String> YES = List.of("true", "1", "yes", "on");
    private static final List<String> NO = List.of("false", "0", "no", "off");

    private final Map<Setting, Found> found;

    private Settings(Map<Setting, Found> found) {
        this.found = found;
    }

    /// @param where in the operator's words: a flag, a variable, or a key in a file
    /// @param typed whether it was a flag of this command
    record Found(List<String> values, String where, boolean typed) {
        Found {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return where;
        }
    }

    static Settings gather(Call call, Map<Setting, Found> file) {
        var found = new EnumMap<Setting, Found>(Setting.class);
        for (var setting : Setting.values()) {
            typed(call, setting)
                    .or(() -> variable(call, setting))
                    .or(() -> Optional.ofNullable(file.get(setting)))
                    .ifPresent(one -> found.put(setting, one));
        }
        return new Settings(found);
    }

    private static Optional<Found> typed(Call call, Setting setting) {
        var values = call.values(setting.flag());
        return values.isEmpty() ? Optional.empty() : Optional.of(new Found(values, "--" + setting.key(), true));
    }

    private static Optional<Found> variable(Call call, Setting setting) {
        return setting.variables().stream()
                .filter(name -> call.environment().variable(name).isPresent())
                .findFirst()
                .map(name -> {
                    var text = call.environment().variable(name).orElseThrow();
                    var values = setting.several() ? List.of(text.split("[ ,]+")) : List.of(text);
                    return new Found(values, name, false);
                });
    }

    Optional<String> one(Setting setting) {
        return Optional.ofNullable(found.get(setting)).map(one -> one.values().getLast());
    }

    List<String> all(Setting setting) {
        var one = found.get(setting);
        return one == null ? List.of() : one.values();
    }

    boolean on(Setting setting) {
        var text = one(setting).orElse("false").toLowerCase(Locale.ROOT);
        if (YES.contains(text)) return true;
        if (NO.contains(text)) return false;
        throw wrong(setting, "It is true or false.");
    }

    /// Whether it is a flag of this command.
    boolean typed(Setting setting) {
        var one = found.get(setting);
        return one != null && one.typed();
    }

    /// That a setting cannot be used, and why. What was written is not repeated.
    Failure wrong(Setting setting, String why) {
        var one = found.get(setting);
        return Failure.misuse((one == null ? "--" + setting.key() : one.where()) + " cannot be used.")
                .because(why);
    }
}
