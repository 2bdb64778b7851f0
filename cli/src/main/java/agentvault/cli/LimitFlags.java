package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The proxy's limits as flags: how much each actor may ask for in one vault.
final class LimitFlags {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");
    private static final String USUAL = "default";

    private static final Flag RATE =
            Flag.with("rate", "NUMBER", "Requests a second of each actor through the proxy, or default");
    private static final Flag BURST = Flag.with("burst", "NUMBER", "Requests at once after a pause, or default");
    private static final Flag IN_FLIGHT = Flag.with("in-flight", "NUMBER", "Requests at the same time, or default");

    /// By the member of the API that each of them is.
    private static final Map<String, Flag> BY_MEMBER = members();

    static final Flag[] ALL = {RATE, BURST, IN_FLIGHT};

    private LimitFlags() {}

    private static Map<String, Flag> members() {
        var members = new LinkedHashMap<String, Flag>();
        members.put("rate", RATE);
        members.put("burst", BURST);
        members.put("concurrency", IN_FLIGHT);
        return members;
    }

    static boolean given(Call call) {
        return BY_MEMBER.values().stream().anyMatch(flag -> call.value(flag).isPresent());
    }

    /// What was chosen before, with what the flags say in its place.
    static Json.Fields over(Call call, Json before) {
        var chosen = Json.object();
        for (var member : BY_MEMBER.entrySet()) {
            var typed = call.value(member.getValue()).orElseGet(() -> before.text(member.getKey()));
            if (typed.isEmpty() || typed.equals(USUAL)) continue;
            if (!NUMBER.matcher(typed).matches())
                throw Failure.misuse("--" + member.getValue().name() + " is a number from 1, or default.");
            chosen = chosen.with(member.getKey(), Long.parseLong(typed));
        }
        return chosen;
    }

    static String said(Json limits) {
        return String.join(
                ", ",
                List.of(
                        limits.text("rate") + " a second",
                        limits.text("burst") + " at once",
                        limits.text("concurrency") + " in flight"));
    }
}
