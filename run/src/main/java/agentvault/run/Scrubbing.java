package agentvault.run;

import agentvault.cli.SessionsServer;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds variables of the operator whose values a vault holds: whatever they are called, a program must not get them.
///
/// The server compares, since the values never leave it; it answers names alone. Whoever may not ask has no such
/// variables as far as the vault is concerned, and is told nothing.
final class Scrubbing {

    /// As many characters as a value has at least that is looked for.
    private static final int LEAST = 16;

    private static final int MOST = 8_192;
    private static final int AT_ONCE = 64;

    private Scrubbing() {}

    /// The names of those variables, of all vaults together.
    static Set<String> stored(SessionsServer server, Map<String, String> variables) {
        var found = new TreeSet<String>();
        if (server.agents().isPresent()) return found;
        for (var vault : server.vaults()) {
            var some = new LinkedHashMap<String, Json>();
            for (var variable : variables.entrySet()) {
                int length = variable.getValue().length();
                if (length >= LEAST && length <= MOST) some.put(variable.getKey(), HiddenText.of(variable.getValue()));
                if (some.size() < AT_ONCE) continue;
                server.matching(vault, some).ifPresent(found::addAll);
                some.clear();
            }
            if (!some.isEmpty()) server.matching(vault, some).ifPresent(found::addAll);
        }
        return found;
    }
}
