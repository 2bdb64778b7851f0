package agentvault.console;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.crypto.Hash;
import agentvault.crypto.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Somebody with a browser: keeps a cookie, and sends the forms of pages as they are.
final class Visitor {

    private final ApiServer server;
    private String cookie = "";
    private String back = "";

    Visitor(ApiServer server) {
        this.server = server;
    }

    /// Somebody who is logged in.
    Visitor(ApiServer server, String login) {
        this(server);
        cookie = "av_session=" + login;
    }

    String cookie() {
        return cookie;
    }

    /// What forms for this login repeat that were shown long ago.
    String formKey() {
        var login = cookie.substring(cookie.indexOf('=') + 1);
        try (var key = Secret.take(login.getBytes(StandardCharsets.US_ASCII))) {
            return "0."
                    + HexFormat.of()
                            .formatHex(Hash.hmac(key, "agent-vault form 2 0".getBytes(StandardCharsets.US_ASCII)));
        }
    }

    Told get(String target) {
        return server.sendAnything(asMe(Ask.of("GET", target)));
    }

    Ask asMe(Ask ask) {
        var all = Stream.of(cookie, back).filter(one -> !one.isEmpty()).collect(Collectors.joining("; "));
        return all.isEmpty() ? ask : ask.header("Cookie", all);
    }

    static Document page(Told told) {
        return Jsoup.parse(told.body());
    }

    /// The form behind a button, its hidden fields with it.
    static Element form(Document page, String button) {
        return page.select("form").stream()
                .filter(form -> form.select("button").text().startsWith(button))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + button + " in " + page.body()));
    }

    /// Sends a form by its button, with what is typed in: names and values.
    Told send(Element form, String... typed) {
        return sendFrom("same-origin", form, typed);
    }

    Told sendFrom(String site, Element form, String... typed) {
        return follow(post(form, typed).header("Sec-Fetch-Site", site).header("Origin", "null"));
    }

    /// The request that a form makes when somebody has looked at it for a second, but for what a browser says about
    /// where it comes from.
    Ask post(Element form, String... typed) {
        server.pass(Duration.ofSeconds(1));
        return postAtOnce(form, typed);
    }

    Ask postAtOnce(Element form, String... typed) {
        var pairs = Stream.concat(
                form.select("input[type=hidden], button[name]").stream()
                        .flatMap(field -> Stream.of(field.attr("name"), field.attr("value"))),
                Stream.of(typed));
        return asMe(Ask.of("POST", form.attr("action")).raw(encoded(pairs.toArray(String[]::new))))
                .header("Content-Type", "application/x-www-form-urlencoded");
    }

    static String encoded(String... namesAndValues) {
        assertThat(namesAndValues.length % 2).isZero();
        return Stream.iterate(0, at -> at < namesAndValues.length, at -> at + 2)
                .map(at -> URLEncoder.encode(namesAndValues[at], StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(namesAndValues[at + 1], StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private void keep(String pair) {
        if (pair.startsWith("av_back=")) back = pair.equals("av_back=") ? "" : pair;
        else cookie = pair;
    }

    /// Keeps the cookie that is set, and goes where the answer leads.
    Told follow(Ask ask) {
        var told = server.sendAnything(ask);
        told.header("Set-Cookie").map(set -> set.split(";", 2)[0]).ifPresent(this::keep);
        return told.status() == 303 ? get(told.header("Location").orElseThrow()) : told;
    }
}
