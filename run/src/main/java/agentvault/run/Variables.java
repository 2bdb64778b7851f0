package agentvault.run;

import agentvault.child.Outfit;
import agentvault.command.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The variables of a program: what it is not given of the operator's, what it is given beside them.
///
/// @param withheld names of variables of the operator
/// @param placeholders for what has no value yet
/// @param outfit in the place of what is there
/// @param given by the operator, whatever else holds
record Variables(
        SortedSet<String> withheld,
        SortedMap<String, String> placeholders,
        Map<String, String> outfit,
        Map<String, String> given) {

    /// Of the operator's, what a program in a sandbox gets, if it is there.
    private static final List<String> HARMLESS = List.of(
            "PATH",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "FORCE_COLOR",
            "LANG",
            "LANGUAGE",
            "TZ",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "COLUMNS",
            "LINES",
            "CI",
            "USER",
            "LOGNAME",
            "SHELL");

    private static final String LOCALE = "LC_";

    static Variables of(
            Outfit outfit, Set<String> stored, SortedMap<String, String> placeholders, Map<String, String> given) {
        var withheld = new TreeSet<>(stored);
        withheld.addAll(outfit.removed());
        withheld.removeAll(given.keySet());
        withheld.removeAll(outfit.variables().keySet());
        return new Variables(withheld, placeholders, outfit.variables(), given);
    }

    /// Makes the operator's variables those of the program.
    void apply(Map<String, String> theirs) {
        theirs.keySet().removeAll(withheld);
        placeholders.forEach(theirs::putIfAbsent);
        theirs.putAll(outfit);
        theirs.putAll(given);
    }

    /// Those of a program in a sandbox.
    Map<String, String> enclosed(Map<String, String> theirs) {
        var inside = new TreeMap<String, String>();
        theirs.forEach((name, value) -> {
            if (HARMLESS.contains(name) || name.startsWith(LOCALE)) inside.put(name, value);
        });
        apply(inside);
        return inside;
    }

    /// Says once what it is not given, to a person or to whoever wants to know.
    void tell(Call call, boolean always) {
        if (withheld.isEmpty()) return;
        var line = "Not given to it: " + String.join(", ", withheld) + ". Give one: --env NAME";
        if (always) call.terminal().say(line);
        else call.terminal().aside(line);
        call.terminal().conversation().flush();
    }
}
