package agentvault.gate;

import agentvault.crypto.Hash;
import agentvault.crypto.Secret;
import agentvault.route.Visit;
import agentvault.wire.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What a form of a page repeats, to show for which login it was made, and when. It is made of the cookie, which no
/// page
/// can read, and leads back to nothing.
public final class FormKeys {

    private static final String PURPOSE = "agent-vault form 2 ";
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.[0-9a-f]{64}");

    /// Nobody reads a page and says yes to it sooner: that is a click that was meant for something else.
    private static final Duration SOONEST = Duration.ofSeconds(1);

    private FormKeys() {}

    /// Empty for a browser that shows no login, or more than one.
    public static String of(Request request, Visit visit, Instant now) {
        return of(request, visit, Long.toString(now.toEpochMilli()));
    }

    private static String of(Request request, Visit visit, String moment) {
        var cookies = Cookies.shown(request, visit);
        if (cookies.size() != 1) return "";
        try (var login = Secret.take(cookies.getFirst().getBytes(StandardCharsets.ISO_8859_1))) {
            byte[] made = Hash.hmac(login, (PURPOSE + moment).getBytes(StandardCharsets.US_ASCII));
            return moment + "." + HexFormat.of().formatHex(made);
        }
    }

    /// Whether a form repeats what the login of its sender asks for.
    public static boolean fits(Request request, Visit visit, String repeated) {
        var read = FORM.matcher(repeated);
        if (!read.matches()) return false;
        var expected = of(request, visit, read.group(1));
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), repeated.getBytes(StandardCharsets.US_ASCII));
    }

    /// Whether a form that fits came back sooner than its page can have been read. A page of a server whose clock is
    /// ahead is none of these.
    public static boolean hasty(String fitting, Instant now) {
        var read = FORM.matcher(fitting);
        if (!read.matches()) return true;
        var shown = Instant.ofEpochMilli(Long.parseLong(read.group(1)));
        return !now.isBefore(shown) && now.isBefore(shown.plus(SOONEST));
    }
}
