package agentvault.control;

import agentvault.route.Call;
import agentvault.wire.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// What a browser shows that comes back from an authorization endpoint. Nothing of what it brought is repeated, but for
/// the way back to where it is.
final class OauthPages {

    private static final String AGAIN = "again";
    private static final String PAGE = "/oauth/complete";

    private OauthPages() {}

    static Answer connected(String key) {
        return to(PAGE + "?status=success&key=" + key);
    }

    static Answer failed(String code) {
        return to(PAGE + "?status=error&message=" + code);
    }

    private static Answer to(String where) {
        return Answer.text(303, "").with("Location", where);
    }

    /// The first time, the browser is sent to the same address from here, and shows its cookie; the second time it has
    /// none, and a terminal has to end what it began.
    static Answer comeAgain(Call call) {
        if (call.query().maybe(AGAIN).isPresent())
            return page(
                    "Not logged in here",
                    "Nobody is logged in to Agent Vault in this browser. If you began in a terminal, copy the address of"
                            + " this page and paste it there. Otherwise log in and open this page again.");
        var address = new StringBuilder("callback?").append(AGAIN).append("=1");
        for (var name : new String[] {"state", "code", "iss", "error"}) {
            call.query()
                    .maybe(name)
                    .ifPresent(value -> address.append("&amp;")
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return html("<meta http-equiv=\"refresh\" content=\"0;url=" + address + "\"><title>Agent Vault</title>");
    }

    static Answer complete(Call call) {
        boolean well = call.query().maybe("status").filter("success"::equals).isPresent();
        if (well) return page("Connected", "The credential is connected. You can close this page.");
        return page(
                "Not connected",
                "The credential is not connected"
                        + call.query()
                                .maybe("message")
                                .filter(OauthPages::isCode)
                                .map(code -> " (" + code + ")")
                                .orElse("")
                        + ". Begin again where you began, or look at the credential's status.");
    }

    private static boolean isCode(String text) {
        return text.length() <= 40 && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_');
    }

    private static Answer page(String title, String sentence) {
        return html("<title>" + title + " - Agent Vault</title><h1>" + title + "</h1><p>" + sentence + "</p>");
    }

    private static Answer html(String inner) {
        return Answer.of(
                200,
                "text/html; charset=utf-8",
                ("<!doctype html><meta charset=\"utf-8\">" + inner).getBytes(StandardCharsets.UTF_8));
    }
}
