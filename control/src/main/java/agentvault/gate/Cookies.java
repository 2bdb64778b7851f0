package agentvault.gate;

import agentvault.access.Login;
import agentvault.crypto.Secret;
import agentvault.route.Visit;
import agentvault.vault.Slug;
import agentvault.wire.Answer;
import agentvault.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The cookie in which a browser keeps a login.
public final class Cookies {

    private static final String SECURE_NAME = "__Host-av_session";
    private static final String PLAIN_NAME = "av_session";
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

    /// Where authorization servers send browsers back to.
    public static final String BACK_PATH = "/v1/oauth/callback";

    private static final String BACK_NAME = "av_back";
    private static final String BACK_ATTRIBUTES = "; Path=" + BACK_PATH + "; HttpOnly; SameSite=Strict";
    private static final int BACK_SECONDS = 600;
    private static final Pattern BACK = Pattern.compile("(\\d{1,15})\\.(.{1,64})");

    private Cookies() {}

    /// The page of a proposal to which a browser comes back.
    ///
    /// @param vault the name of its vault
    public record Back(long number, String vault) {}

    /// Has a browser that is sent away remember where it is to come back to.
    public static Answer comingBack(Answer answer, Back back, Visit visit) {
        return answer.with("Set-Cookie", back(back.number() + "." + back.vault(), visit, BACK_SECONDS));
    }

    public static Answer cameBack(Answer answer, Visit visit) {
        return answer.with("Set-Cookie", back("", visit, 0));
    }

    private static String back(String value, Visit visit, int seconds) {
        return BACK_NAME + "=" + value + BACK_ATTRIBUTES + (visit.secure() ? "; Secure" : "") + "; Max-Age=" + seconds;
    }

    /// Empty unless it is one place that a page can be at.
    public static Optional<Back> back(Request request) {
        var found = values(request, BACK_NAME);
        if (found.size() != 1) return Optional.empty();
        var read = BACK.matcher(found.getFirst());
        return read.matches() && Slug.valid(read.group(2))
                ? Optional.of(new Back(Long.parseLong(read.group(1)), read.group(2)))
                : Optional.empty();
    }

    /// Every value that was sent under the name; more than one is a sign that somebody else set one of them.
    static List<String> shown(Request request, Visit visit) {
        return values(request, name(visit));
    }

    private static List<String> values(Request request, String name) {
        var found = new ArrayList<String>();
        for (var header : request.headers().all("Cookie")) {
            Arrays.stream(header.split(";", -1))
                    .map(String::strip)
                    .filter(pair -> pair.startsWith(name + "="))
                    .forEach(pair -> found.add(pair.substring(name.length() + 1)));
        }
        return found;
    }

    /// Has the browser keep a login for as long as it can last.
    public static Answer kept(Answer answer, Secret login, Visit visit) {
        var value = login.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        return answer.with("Set-Cookie", set(visit, value, Login.LIFE.toSeconds()));
    }

    public static Answer dropped(Answer answer, Visit visit) {
        return answer.with("Set-Cookie", set(visit, "", 0));
    }

    private static String set(Visit visit, String value, long seconds) {
        return name(visit) + "=" + value + ATTRIBUTES + (visit.secure() ? "; Secure" : "") + "; Max-Age=" + seconds;
    }

    private static String name(Visit visit) {
        return visit.secure() ? SECURE_NAME : PLAIN_NAME;
    }
}
