package agentvault.gate;

import agentvault.http.Headers;
import agentvault.route.Trouble;
import agentvault.route.Visit;
import agentvault.wire.Request;
import java.util.Locale;
import java.util.Set;

/// Keeps pages of others from asking in the name of whoever looks at them. What changes something without a Bearer
/// token comes from a page of this server, and is JSON, which no form can send, unless it is for a page.
final class Browser {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private Browser() {}

    /// @param byCookie the browser showed who asks by itself
    static void check(Request request, Visit visit, boolean byCookie) {
        if (SAFE.contains(request.method())) return;
        var headers = request.headers();
        if (!sameOrigin(headers, visit, byCookie)) {
            throw Trouble.coded(403, "cross_origin", "A page of another site asked for this.")
                    .hinting("Ask from a page of this server, or show a token in the Authorization header.")
                    .declined();
        }
        boolean json =
                headers.first("Content-Type").filter(type -> is(type, JSON)).isPresent();
        if (json || (!byCookie && isEmpty(headers))) return;
        throw Trouble.coded(415, "unsupported_media_type", "Without an Authorization header, this takes JSON alone.")
                .hinting("Send Content-Type: application/json.")
                .declined();
    }

    /// A form comes from a page of this server. Such a page tells nobody where it is, so that its forms name no origin;
    /// the browser says all the same that they are of the same one.
    static void checkForm(Request request, Visit visit) {
        if (SAFE.contains(request.method())) return;
        var headers = request.headers();
        var origin = headers.first("Origin");
        boolean ours = origin.isPresent() && origin.get().equalsIgnoreCase(visit.origin());
        boolean unnamed = origin.isEmpty() || origin.get().equals("null");
        var site = headers.first("Sec-Fetch-Site");
        boolean same = site.isPresent() ? site.get().equals("same-origin") && (ours || unnamed) : ours;
        if (!same) {
            throw Trouble.coded(403, "cross_origin", "A page of another site sent this form.")
                    .hinting("Open the link again, and decide there.")
                    .declined();
        }
        if (headers.first("Content-Type").filter(type -> is(type, FORM)).isPresent()) return;
        throw Trouble.coded(415, "unsupported_media_type", "This address takes the forms of its pages alone.")
                .declined();
    }

    /// Programs that are no browsers send neither header; a browser that shows a cookie sends at least one.
    private static boolean sameOrigin(Headers headers, Visit visit, boolean byCookie) {
        var site = headers.first("Sec-Fetch-Site");
        if (site.isPresent() && !(byCookie ? site.get().equals("same-origin") : SAME_SITE.contains(site.get())))
            return false;
        var origin = headers.first("Origin");
        if (origin.isPresent()) return origin.get().equalsIgnoreCase(visit.origin());
        return site.isPresent() || !byCookie;
    }

    private static boolean isEmpty(Headers headers) {
        return !headers.has("Transfer-Encoding")
                && headers.first("Content-Length")
                        .filter(length -> !length.equals("0"))
                        .isEmpty();
    }

    private static boolean is(String type, String expected) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals(expected);
    }
}
