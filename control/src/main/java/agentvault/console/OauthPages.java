package agentvault.console;

import agentvault.gate.Cookies;
import agentvault.route.Call;
import agentvault.vault.CredentialKey;
import agentvault.wire.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// What a browser shows that comes back from an authorization endpoint. Nothing of what it brought is repeated, but for
/// the way back to where it is.
public final class OauthPages {

    private static final String AGAIN = "again";
    private static final String PAGE = "/oauth/complete";

    private OauthPages() {}

    /// Where a browser comes back to.
    ///
    /// @param address where clients reach the server; empty if nobody has said
    public static String redirect(Call call, String address) {
        return (address.isEmpty() ? call.visit().origin() : address) + Cookies.BACK_PATH;
    }

    /// On to the page on which it was begun, or to one that says how it went.
    public static Answer connected(Call call, CredentialKey key) {
        var begun = Cookies.back(call.request());
        if (begun.isEmpty()) return to(PAGE + "?status=success&key=" + key.text());
        var answer =
                to("/approve/" + begun.get().number() + "?vault=" + begun.get().vault());
        return Cookies.cameBack(answer, call.visit());
    }

    public static Answer failed(String code) {
        return to(PAGE + "?status=error&message=" + code);
    }

    private static Answer to(String where) {
        return Answer.text(303, "").with("Location", where);
    }

    /// The first time, the browser is sent to the same address from here, and shows its cookie; the second time it has
    /// none, and a terminal has to end what it began.
    public static Answer comeAgain(Call call) {
        if (call.query().maybe(AGAIN).isPresent()) return Pages.notice(200, Notice.notLoggedInHere());
        var address = new StringBuilder("callback?").append(AGAIN).append("=1");
        for (var name : new String[] {"state", "code", "iss", "error"}) {
            call.query()
                    .maybe(name)
                    .ifPresent(value -> address.append('&')
                            .append(name)
                            .append('=')
                            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return Pages.bounce("Connecting", "Go on", address.toString());
    }

    public static Answer complete(Call call) {
        boolean well = call.query().maybe("status").filter("success"::equals).isPresent();
        return Pages.notice(
                200,
                well
                        ? Notice.connected()
                        : Notice.notConnected(call.query()
                                .maybe("message")
                                .filter(OauthPages::isCode)
                                .orElse("")));
    }

    private static boolean isCode(String text) {
        return text.length() <= 40 && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '_');
    }
}
