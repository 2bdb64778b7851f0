package agentvault.cli;

import agentvault.command.Call;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// Times as people say them: relative to now. The exact time is in the JSON.
public final class Moments {

    private Moments() {}

    /// "3 days ago", "in 5 hours"; empty stays empty.
    public static String said(Call call, String moment) {
        if (moment.isEmpty()) return "";
        try {
            var away = Duration.between(call.environment().clock().instant(), Instant.parse(moment));
            return away.isNegative() ? amount(away.negated()) + " ago" : "in " + amount(away);
        } catch (DateTimeException e) {
            return moment;
        }
    }

    private static String amount(Duration away) {
        if (away.toDays() > 0) return counted(away.toDays(), "day");
        if (away.toHours() > 0) return counted(away.toHours(), "hour");
        if (away.toMinutes() > 0) return counted(away.toMinutes(), "minute");
        return counted(away.toSeconds(), "second");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
