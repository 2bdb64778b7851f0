package agentvault.match;

import static agentvault.match.TestRules.disabled;
import static agentvault.match.TestRules.matcher;
import static agentvault.match.TestRules.placeholders;
import static agentvault.match.TestRules.service;
import static agentvault.match.TestRules.target;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.match.Explanation.Outcome;
import agentvault.match.Explanation.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void tells_every_candidate_in_order_and_why_it_was_chosen_or_not() {
        var matcher = matcher(List.of(
                service(1, "wide", "**.a.com"),
                service(1, "port", "api.a.com:8443"),
                service(1, "clear", "http://api.a.com"),
                service(1, "writer", "POST api.a.com"),
                service(1, "other-path", "api.a.com/v2/*"),
                service(1, "chosen", "api.a.com/v1/*"),
                service(1, "elsewhere", "api.b.com"),
                service(2, "later", "api.a.com")));

        assertThat(outcomes(matcher.explain(target("GET api.a.com/v1/x"))))
                .contains(
                        Map.entry("chosen https://api.a.com:443/v1/*", Outcome.CHOSEN),
                        Map.entry("other-path https://api.a.com:443/v2/*", Outcome.OTHER_PATH),
                        Map.entry("port https://api.a.com:8443/*", Outcome.OTHER_PORT),
                        Map.entry("clear http://api.a.com:80/*", Outcome.OTHER_PORT),
                        Map.entry("writer POST https://api.a.com:443/*", Outcome.OTHER_METHOD))
                .endsWith(
                        Map.entry("wide https://**.a.com:443/*", Outcome.LESS_SPECIFIC),
                        Map.entry("later https://api.a.com:443/*", Outcome.LATER_VAULT))
                .hasSize(7);
    }

    @Test
    void tells_what_stopped_the_request() {
        var scoped = service(1, "scoped", "api.a.com/v1/*");
        var reader = service(1, "reader", "GET api.b.com");
        var off = disabled(service(1, "off-now", "api.c.com"));
        var matcher = matcher(List.of(scoped, reader, off));

        assertThat(outcomes(matcher.explain(target("GET api.a.com//"))))
                .containsExactly(Map.entry("scoped https://api.a.com:443/v1/*", Outcome.AMBIGUOUS_PATH));
        assertThat(outcomes(matcher.explain(TestRules.overriding(target("GET api.b.com/")))))
                .containsExactly(Map.entry("reader GET https://api.b.com:443/*", Outcome.METHOD_OVERRIDE));
        assertThat(outcomes(matcher.explain(target("GET api.c.com/"))))
                .containsExactly(Map.entry("off-now https://api.c.com:443/*", Outcome.CHOSEN_BUT_DISABLED));
        assertThat(outcomes(matcher.explain(target("GET http://api.c.com:443/"))))
                .containsExactly(Map.entry("off-now https://api.c.com:443/*", Outcome.OTHER_SCHEME));
    }

    @Test
    void tells_which_placeholder_is_exchanged_by_whom() {
        var first = placeholders(1, "first", "__a__", "api.a.com");
        var wide = placeholders(1, "wide", "__a__", "*.a.com");
        var everywhere = placeholders(2, "everywhere", "__b__");
        var later = placeholders(2, "later", "__a__", "api.a.com");
        var matcher = matcher(List.of(first, wide, everywhere, later));

        var explanation = matcher.explain(target("GET api.a.com/"));

        assertThat(outcomes(explanation))
                .containsExactly(
                        Map.entry("first https://api.a.com:443/*", Outcome.CHOSEN),
                        Map.entry("wide https://*.a.com:443/*", Outcome.LESS_SPECIFIC),
                        Map.entry("later https://api.a.com:443/*", Outcome.LATER_VAULT),
                        Map.entry("everywhere whatever the session names", Outcome.CHOSEN));
        assertThat(explanation.candidates().getFirst().wanted())
                .isEqualTo(new Wanted.Exchange(first.rule().placeholders().getFirst()));
        assertThat(outcomes(matcher.explain(target("GET api.b.com/"))))
                .containsExactly(Map.entry("everywhere whatever the session names", Outcome.NOT_NAMED));
    }

    @Test
    void each_outcome_has_a_sentence_of_its_own() {
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::sentence)).doesNotHaveDuplicates();
    }

    private static List<Map.Entry<String, Outcome>> outcomes(Explanation explanation) {
        return explanation.candidates().stream()
                .map(candidate ->
                        Map.entry(candidate.service().name() + " " + candidate.destination(), candidate.outcome()))
                .toList();
    }
}
