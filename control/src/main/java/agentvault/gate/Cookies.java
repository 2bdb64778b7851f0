package agentvault.gate;

import agentvault.access.Login;
import agentvault.crypto.Secret;
import agentvault.route.Visit;
import agentvault.wire.Answer;
import agentvault.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The cookie in which a browser keeps a login.
public final class Cookies {

    private static final String SECURE_NAME = "__Host-av_session";
    private static final String PLAIN_NAME = "av_session";
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict";

    private Cookies() {}

    /// Every value that was sent under the name; more than one is a sign that somebody else set one of them.
    static List<String> shown(Request request, Visit visit) {
        var found = new ArrayList<String>();
        for (var header : request.headers().all("Cookie")) {
            Arrays.stream(header.split(";", -1))
                    .map(String::strip)
                    .filter(pair -> pair.startsWith(name(visit) + "="))
                    .forEach(pair -> found.add(pair.substring(name(visit).length() + 1)));
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
