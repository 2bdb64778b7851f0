package agentvault.match;

import static agentvault.match.TestRules.BEARER;
import static agentvault.match.TestRules.disabled;
import static agentvault.match.TestRules.matcher;
import static agentvault.match.TestRules.service;
import static agentvault.match.TestRules.target;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Life;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundMatchTest {

    private static final Set<Id> NOBODY = Set.of();

    @ParameterizedTest
    @CsvSource({
        "https://a.com/mcp, GET a.com/mcp, true",
        "https://a.com/mcp, POST a.com/mcp/, true",
        "https://a.com/mcp, GET a.com/mcp?x=1, false",
        "https://a.com/mcp?x=1, GET a.com/mcp?x=1, true",
        "https://a.com/mcp?x=1, GET a.com/mcp?x=1&y=2, false",
        "https://a.com/mcp?y=2&x=1, GET a.com/mcp?x=1&y=2, true",
        "https://a.com/mcp?x=1, GET a.com/mcp, false",
        "https://a.com/mcp, GET a.com:8443/mcp, false",
        "https://a.com/mcp, GET http://a.com/mcp, false",
        "https://a.com/mcp, GET b.a.com/mcp, false",
        "https://*.a.com/mcp, GET b.a.com/mcp, true",
    })
    void a_server_is_matched_by_exactly_its_url(String url, String request, boolean matches) {
        var bound = exactly(1, "bound", url);

        assertThat(matcher(List.of(bound)).decide(target(request)))
                .isEqualTo(matches ? inject(bound) : new Decision.Unmatched(List.of()));
    }

    @Test
    void an_explanation_says_that_another_query_was_meant() {
        var matcher = matcher(List.of(exactly(1, "bound", "https://a.com/mcp?x=1")));
        var explanation = matcher.explain(target("GET a.com/mcp?x=2"));

        assertThat(explanation.decision()).isEqualTo(matcher.decide(target("GET a.com/mcp?x=2")));
        assertThat(explanation.candidates())
                .extracting(Explanation.Candidate::outcome)
                .containsExactlyInAnyOrder(Explanation.Outcome.OTHER_QUERY, Explanation.Outcome.OTHER_PATH);
    }

    @ParameterizedTest
    @CsvSource({
        "GET a.com/v1/mcp?x=1, deep",
        "GET a.com/v1/mcp/tools, deep",
        "GET a.com/v1/mcpx, shallow",
        "GET a.com/, newest",
    })
    void a_host_is_matched_by_the_longest_path_and_then_by_the_newest(String request, String name) {
        var services = List.of(
                host("shallow", 1, "https://a.com/v1"),
                host("deep", 2, "https://a.com/v1/mcp"),
                host("newest", 3, "https://a.com/v3"));

        assertThat(matcher(services).decide(target(request)))
                .isInstanceOfSatisfying(
                        Decision.Inject.class,
                        inject -> assertThat(inject.service().name().text()).isEqualTo(name));
    }

    @Test
    void a_credential_for_a_whole_host_comes_before_what_is_for_another_path_of_it() {
        var whole = host("whole", 1, "https://a.com");
        var newer = host("newer", 2, "https://a.com/v3");
        var matcher = matcher(List.of(newer, whole));

        assertThat(matcher.decide(target("GET a.com/"))).isEqualTo(inject(whole));
        assertThat(matcher.decide(target("GET a.com/v2"))).isEqualTo(inject(whole));
        assertThat(matcher.decide(target("GET a.com/v3"))).isEqualTo(inject(newer));
    }

    @Test
    void what_a_server_told_is_the_most_specific_of_its_vault_and_of_no_earlier_one() {
        var told = exactly(2, "told", "https://a.com/sse");
        var beside = service(2, "beside", "a.com/messages");
        var earlier = service(1, "earlier", "a.com/messages");
        var request = target("POST a.com/messages?s=1");

        assertThat(matcher(List.of(told, beside)).decide(request, NOBODY)).isEqualTo(inject(beside));
        assertThat(matcher(List.of(told, beside)).decide(request, Set.of(told.id())))
                .isEqualTo(inject(told));
        assertThat(matcher(List.of(earlier, told)).decide(request, Set.of(told.id())))
                .isEqualTo(inject(earlier));
        var off = disabled(told);
        assertThat(matcher(List.of(off, beside)).decide(request, Set.of(off.id())))
                .isEqualTo(new Decision.Disabled(off));
    }

    @Test
    void what_a_server_told_is_on_that_server() {
        var told = exactly(1, "told", "https://*.a.com/sse");
        var all = Set.of(told.id());

        assertThat(matcher(List.of(told)).decide(target("POST b.a.com/m"), all)).isEqualTo(inject(told));
        for (var elsewhere : List.of("POST a.com/m", "POST b.a.com:8443/m", "POST http://b.a.com/m", "POST c.com/m"))
            assertThat(matcher(List.of(told)).decide(target(elsewhere), all))
                    .isEqualTo(new Decision.Unmatched(List.of()));
    }

    private static Decision inject(Service service) {
        return new Decision.Inject(service, List.of());
    }

    private static Service exactly(int vault, String name, String text) {
        var url = url(text);
        var to = new Binding.Target.McpServer(url, Binding.Transport.SSE);
        return bound(vault, name, 1, to, new Reach.Destinations(url.exactDestinations()));
    }

    private static Service host(String name, int age, String text) {
        var url = url(text);
        return bound(1, name, age, new Binding.Target.HostOf(url), new Reach.Destinations(url.hostDestinations()));
    }

    private static Service bound(int vault, String name, int age, Binding.Target to, Reach reach) {
        return new Service(
                new Id(vault, name.hashCode()),
                new Id(vault, 0),
                new Slug(name),
                new Service.Rule(reach, BEARER, List.of()),
                true,
                new Binding.Bound(new Id(9, 9), to),
                Life.startedAt(new Stamp(Instant.EPOCH, age)));
    }

    private static ServerUrl url(String text) {
        return switch (ServerUrl.parse(text, HostPolicy.PUBLIC_ONLY)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }
}
