package agentvault.console;

import agentvault.gate.Cookies;
import agentvault.route.Call;
import agentvault.vault.CredentialKey;
import agentvault.wire.Answer;
import agentvault.workspace.OauthConnections;
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

    /// Where a browser is sent to agree, but for the state, which belongs at the end.
    public static String addressWithoutState(OauthConnections.Begun begun, String redirect) {
        var settings = begun.wanted().settings();
        var url = new StringBuilder(begun.wanted().connection().authorizationEndpoint());
        url.append(url.indexOf("?") < 0 ? '?' : '&').append("response_type=code");
        add(url, "client_id", settings.clientId());
        add(url, "redirect_uri", redirect);
        if (!settings.scope().isEmpty()) add(url, "scope", settings.scope());
        if (!settings.resource().isEmpty()) add(url, "resource", settings.resource());
        add(url, "code_challenge", begun.challenge());
        add(url, "code_challenge_method", "S256");
        return url.append("&state=").toString();
    }

    private static void add(StringBuilder url, String name, String value) {
        url.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
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
            call.query().maybe(name).ifPresent(value -> add(address, name, value));
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
