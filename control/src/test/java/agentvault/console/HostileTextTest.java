package agentvault.console;

import static agentvault.console.Visitor.form;
import static agentvault.console.Visitor.page;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.Cast;
import agentvault.id.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Agents that write what they should not be able to write.
class HostileTextTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");
    private static final int SLOTS = 10;

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static String agent = "";
    private static Visitor member;

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        var cast = new Cast(server);
        Id vault = cast.newVault("my-vault");
        agent = cast.agentIn("billing-bot", vault, VaultRole.PROXY);
        member = new Visitor(server, cast.userIn("vera@example.com", vault, VaultRole.MEMBER));
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static List<String> texts() {
        try (var in = HostileTextTest.class.getResourceAsStream("hostile-texts.txt")) {
            if (in == null) throw new AssertionError("no texts");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(HostileTextTest::unescaped)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String line) {
        return ESCAPE.matcher(line.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\"))
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    /// The page of a proposal that has these texts wherever an agent may write one.
    private static Document pageOf(List<String> texts, String obtain) {
        var proposal = JSON.createObjectNode();
        proposal.put("message", texts.get(0)).put("user_message", texts.get(1));
        var slots = proposal.putArray("credentials");
        for (int slot = 0; slot < SLOTS; slot++) {
            slots.addObject()
                    .put("key", "KEY_" + slot)
                    .put("description", texts.get(2 + 2 * slot))
                    .put("obtain_instructions", texts.get(3 + 2 * slot))
                    .put("obtain", obtain);
        }
        return proposed(proposal);
    }

    private static Document proposed(ObjectNode proposal) {
        var told = server.send(Ask.of("POST", "/v1/proposals")
                        .as(agent)
                        .header("X-Vault", "my-vault")
                        .header("Content-Type", "application/json")
                        .raw(proposal.toString()))
                .is(201);
        var page = page(
                member.get(told.at("/approval_url").substring(server.origin().length()))
                        .is(200));
        member.send(form(page, "Deny")).is(200);
        return page;
    }

    /// Every element with its attributes' names: all that a browser could make more of than text.
    private static List<String> skeleton(Document page) {
        return page.getAllElements().stream()
                .map(element -> element.tagName()
                        + element.attributes().asList().stream()
                                .map(attribute -> attribute.getKey())
                                .sorted()
                                .toList())
                .toList();
    }

    private static List<String> quoted(Document page) {
        return page.select(".quote blockquote").stream().map(Element::wholeText).toList();
    }

    @Test
    void whatever_an_agent_writes_is_the_text_of_its_box() {
        var all = texts();
        assertThat(all).hasSizeGreaterThan(200);
        int each = 2 + 2 * SLOTS;
        var plain = skeleton(pageOf(Stream.generate(() -> "plain").limit(each).toList(), ""));
        for (int from = 0; from < all.size(); from += each) {
            var some = new ArrayList<>(all.subList(from, Math.min(from + each, all.size())));
            while (some.size() < each) some.add("plain");

            var page = pageOf(some, "");

            assertThat(skeleton(page)).isEqualTo(plain);
            var expected = new ArrayList<>(List.of(some.get(1), some.get(0)));
            expected.addAll(some.subList(2, each));
            assertThat(quoted(page))
                    .isEqualTo(expected.stream()
                            .map(text -> Visible.text(text).strip())
                            .toList());
        }
    }

    @Test
    void nothing_that_hides_or_turns_writing_is_left_as_it_is() {
        for (var text : texts()) {
            assertThat(Visible.text(text).codePoints().filter(c -> c != '\n' && c != '\t'))
                    .as(text)
                    .noneMatch(c -> switch (Character.getType(c)) {
                        case Character.FORMAT, Character.CONTROL, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
                        default -> false;
                    });
        }
        assertThat(Visible.text("a\u202Eb")).isEqualTo("a⟨U+202E⟩b");
        assertThat(Visible.text("e\u0301")).isEqualTo("e\u0301");
        assertThat(Visible.text("a" + "\u0301".repeat(6)))
                .endsWith("⟨U+0301⟩⟨U+0301⟩")
                .hasSize(21);
        assertThat(Visible.text("日本 العربية 😀")).isEqualTo("日本 العربية 😀");
    }

    @Test
    void a_long_text_is_short_until_it_is_unfolded() {
        var words = "word ".repeat(1000).strip();
        var proposal = JSON.createObjectNode().put("user_message", words).put("message", "line\n".repeat(300));
        proposal.putArray("credentials").addObject().put("key", "A_KEY");
        var page = proposed(proposal);

        assertThat(quoted(page)).hasSize(4);
        assertThat(quoted(page).get(0)).hasSizeLessThanOrEqualTo(401).endsWith("…");
        assertThat(quoted(page).get(1)).isEqualTo(words);
        assertThat(quoted(page).get(2).lines()).hasSize(6);
        assertThat(page.select("details[open]")).isEmpty();
        assertThat(page.select("summary").eachText())
                .containsExactly("Show all 4999 characters", "Show all 1500 characters");
        assertThat(page.select("main > section, main > form").eachAttr("aria-labelledby"))
                .first()
                .isEqualTo("words-title");

        var huge = Quote.of("\u0301".repeat(100_000));
        assertThat(huge.start()).hasSizeLessThanOrEqualTo(400);
    }

    @Test
    void only_an_address_of_a_page_becomes_a_link_and_its_host_is_told() {
        for (var bad : new String[] {
            "https://",
            "https://user@evil.example/",
            "https://api.stripe.com@evil.example/",
            "http:/x",
            "https://a b/",
            "https://\\evil.example",
            "https://x\u202E.example/",
            "https://<b>.example/"
        }) {
            assertThat(Link.of(bad)).as(bad).isEmpty();
        }
        var page = pageOf(Stream.generate(() -> "plain").limit(22).toList(), "https://user@evil.example/\"><b>");
        assertThat(page.select("a")).isEmpty();
        assertThat(quoted(page)).contains("https://user@evil.example/\"><b>");

        var linked = pageOf(Stream.generate(() -> "plain").limit(22).toList(), "https://xn--pple-43d.com/?a=%22&b=1");
        assertThat(linked.select("a").eachAttr("href")).containsOnly("https://xn--pple-43d.com/?a=%22&b=1");
        assertThat(linked.select("a").eachAttr("rel")).containsOnly("noopener noreferrer");
        assertThat(linked.select("a").eachText()).containsOnly("Get it at xn--pple-43d.com");
        assertThat(linked.select(".obtain .look").eachText())
                .containsOnly("This name is drawn like apple.com and is another one.");
    }

    @Test
    void a_host_is_shown_in_ascii_with_what_it_reads_as_and_what_it_may_be_taken_for() {
        var proposal = JSON.createObjectNode();
        proposal.putArray("services")
                .addObject()
                .put("name", "apple")
                .put("host", "xn--80ak6aa92e.com")
                .putObject("auth")
                .put("type", "passthrough");
        var page = proposed(proposal);

        assertThat(page.select(".hosts").text())
                .isEqualTo("https://xn--80ak6aa92e.com reads аррӏе.com"
                        + " This name is drawn like apple.com and is another one.");
        assertThat(Host.of("api.example.com")).isEqualTo(new Host("api.example.com", "", List.of()));
        assertThat(Host.of("*.example.com").ascii()).isEqualTo("*.example.com");
        assertThat(Host.of("xn--mnchen-3ya.de").warnings())
                .containsExactly("This name has letters outside of a to z: compare it with the one that you know.");
        assertThat(Lookalike.warnings("шexample.com"))
                .containsExactly("This name mixes letters of several scripts: Latin, Cyrillic.");
        assertThat(Lookalike.warnings("日本ひらカナx.jp")).hasSize(1).allMatch(it -> it.contains("outside of a to z"));
        assertThat(Lookalike.warnings("gооgle.com").getFirst()).contains("drawn like google.com");
    }

    @ParameterizedTest
    @CsvSource({
        "api.paypa1.com, paypal",
        "rnicrosoft.com, microsoft",
        "api.g00gle.com, google",
        "l1nkedin.com, linkedin",
        "autho.com, auth0",
        "str1pe.evil.example, stripe",
        "svvitch.tvvitch.tv, twitch",
    })
    void letters_and_digits_that_are_taken_for_each_other_are_pointed_at(String host, String known) {
        assertThat(Host.of(host).warnings()).hasSize(1).allMatch(it -> it.contains("drawn like " + known + " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api.stripe.com", "auth0.com", "modern.example", "s3.amazonaws.com", "a1b2.example", "*.live.com"
            })
    void names_that_are_what_they_look_like_are_left_alone(String host) {
        assertThat(Host.of(host).warnings()).isEmpty();
    }
}
