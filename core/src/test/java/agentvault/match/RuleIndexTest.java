package agentvault.match;

import static agentvault.match.TestRules.BEARER;
import static agentvault.match.TestRules.NO_SLOT;
import static agentvault.match.TestRules.placeholders;
import static agentvault.match.TestRules.service;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.CanonicalHost;
import agentvault.id.Id;
import agentvault.vault.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleIndexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.com | a.com | true",
                "a.com | b.com | false",
                "a.com | *.a.com | false",
                "*.a.com | **.a.com | false",
                "a.com | a.com:8443 | false",
                "a.com:80 | http://a.com | false",
                "a.com | a.com/v1 | false",
                "a.com/v1 | a.com/v1* | false",
                "a.com/v1* | a.com/v1* | true",
                "a.com/*/x | a.com/*/y | false",
                "a.com/*/x | a.com/*/x/x | true",
                "a.com/*/x | a.com | true",
                "GET a.com | a.com | false",
                "GET a.com | POST a.com | false",
                "GET,PUT a.com | PUT,POST a.com | true",
                "GET a.com/v1 | GET a.com/v2 | false",
                "a.com/mcp/** | a.com/mcp* | true",
            })
    void services_that_a_request_could_fit_equally_well_conflict(String there, String here, boolean conflicts) {
        var existing = service(1, "existing", there);

        assertThat(RuleIndex.conflict(List.of(existing), service(1, "candidate", here))
                        .isPresent())
                .isEqualTo(conflicts);
    }

    @Test
    void a_conflict_names_the_service_and_both_destinations() {
        var existing = service(1, "billing", "b.com", "a.com/v1/*");
        var candidate = service(1, "payments", "c.com", "a.com/v1/*");

        assertThat(RuleIndex.conflict(List.of(existing), candidate))
                .hasValueSatisfying(conflict -> assertThat(conflict.sentence())
                        .isEqualTo("https://a.com:443/v1/* is as specific as https://a.com:443/v1/* of service billing;"
                                + " make one of them narrower by path, methods or host"));
    }

    @Test
    void a_service_does_not_conflict_with_its_former_self_or_with_an_archived_one() {
        var service = service(1, "service", "a.com");
        var archived = service(1, "archived", "a.com").archived(Instant.EPOCH);

        assertThat(RuleIndex.conflict(List.of(service, archived), service)).isEmpty();
    }

    @Test
    void placeholders_conflict_only_over_the_same_text() {
        var slot = service(1, "slot", "a.com");
        var one = placeholders(1, "one", "__a__", "a.com");

        assertThat(RuleIndex.conflict(List.of(slot, one), placeholders(1, "two", "__b__", "a.com")))
                .isEmpty();
        assertThat(RuleIndex.conflict(List.of(slot, one), placeholders(1, "two", "__a__", "a.com")))
                .isPresent();
        assertThat(RuleIndex.conflict(List.of(one), service(1, "both", BEARER, List.of("__a__"), "a.com")))
                .isPresent();
    }

    @Test
    void services_for_other_hosts_cost_a_request_nothing() {
        var services = new ArrayList<Service>();
        services.add(service(1, "mine", "api.a.com", "*.a.com", "**.com"));
        var alone = RuleIndex.compile(new Id(1, 0), services);
        for (int i = 0; i < 5_000; i++) services.add(service(1, "other-" + i, i + ".b.com", "**." + i + ".b.com"));
        var among = RuleIndex.compile(new Id(1, 0), services);

        var host = new CanonicalHost("api.a.com");
        assertThat(placements(among, host)).isEqualTo(placements(alone, host)).hasSize(3);
        assertThat(placements(among, new CanonicalHost("x.y.z.17.b.com"))).hasSize(2);
    }

    @Test
    void knows_every_placeholder_text_of_its_vault() {
        var index = RuleIndex.compile(
                new Id(1, 0),
                List.of(
                        placeholders(1, "one", "__a__", "a.com"),
                        placeholders(1, "everywhere", "__b__"),
                        service(1, "two", NO_SLOT, List.of("__a__", "__c__"), "b.com")));

        assertThat(index.placeholderTexts()).containsExactlyInAnyOrder("__a__", "__b__", "__c__");
        assertThat(index.vault()).isEqualTo(new Id(1, 0));
    }

    private static List<String> placements(RuleIndex index, CanonicalHost host) {
        return index.at(host).stream()
                .flatMap(rules -> rules.slots().stream())
                .map(placement -> placement.destination().text())
                .toList();
    }
}
