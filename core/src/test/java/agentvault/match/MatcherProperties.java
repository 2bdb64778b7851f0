package agentvault.match;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.Destination;
import agentvault.address.PathResult;
import agentvault.match.Explanation.Candidate;
import agentvault.match.Explanation.Outcome;
import agentvault.match.Explanation.Wanted;
import agentvault.vault.Attachment;
import agentvault.vault.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The index against a reading of the rules that asks every service about every request.
class MatcherProperties {

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void decides_as_the_slow_reference(@ForAll("rules") List<Service> services, @ForAll("targets") Target target) {
        assertThat(TestRules.matcher(services).decide(target)).isEqualTo(slowly(services, target));
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void an_explanation_never_differs_from_the_decision(
            @ForAll("rules") List<Service> services, @ForAll("targets") Target target, @ForAll boolean lists) {
        services.add(TestRules.placeholders(2, "everywhere", "__b__"));
        var matcher = lists ? TestRules.matcher(services, "**.com") : TestRules.matcher(services);
        var explanation = matcher.explain(target);

        assertThat(explanation.decision()).isEqualTo(matcher.decide(target));
        assertThat(chosenSlots(explanation))
                .containsAll(slotsOf(explanation.decision()))
                .hasSizeLessThan(2);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void without_a_conflict_the_most_specific_is_one(
            @ForAll("rules") List<Service> services, @ForAll("targets") Target target) {
        var fitting = services.stream()
                .filter(service -> service.vault().equals(services.getFirst().vault()))
                .filter(service -> service.rule().attachment().fillsSlot())
                .flatMap(service -> service.rule().reach().named().stream()
                        .filter(destination -> fits(destination, target) && certain(destination, target))
                        .map(destination -> Map.entry(service, destination)))
                .sorted(Map.Entry.comparingByValue(SLOW_ORDER))
                .toList();
        if (fitting.size() < 2) return;
        var first = fitting.get(0);
        var second = fitting.get(1);
        if (!first.getKey().equals(second.getKey()))
            assertThat(SLOW_ORDER.compare(first.getValue(), second.getValue())).isNegative();
    }

    @Provide
    Arbitrary<List<Service>> rules() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(TestRules.BEARER, TestRules.PASSTHROUGH, TestRules.NO_SLOT),
                        Arbitraries.of("__a__", "__b__", ""),
                        Arbitraries.of(true, true, false),
                        destinations().list().ofMinSize(1).ofMaxSize(3))
                .as(Draft::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(MatcherProperties::written);
    }

    @Provide
    Arbitrary<Target> targets() {
        var method = Arbitraries.of("GET", "POST", "get");
        var where = Arbitraries.of("a.com", "b.a.com", "c.b.a.com", "b.a.com:8443", "http://b.a.com", "d.com");
        var path = Arbitraries.of("/", "/v1", "/v1/x", "/v1/x/y", "/%761/x", "/v1//x", "/v1/../x", "/v2");
        return Combinators.combine(method, where, path, Arbitraries.of(false, false, false, true))
                .as((verb, host, at, overrides) -> {
                    var target = TestRules.target(verb + " " + host + at);
                    return overrides ? TestRules.overriding(target) : target;
                });
    }

    private Arbitrary<String> destinations() {
        var method = Arbitraries.of("", "", "GET ", "POST ", "GET,POST ");
        var host = Arbitraries.of("a.com", "b.a.com", "c.b.a.com", "*.a.com", "*.b.a.com", "**.a.com", "**.com");
        var port = Arbitraries.of("", "", "", ":8443");
        var path = Arbitraries.of("", "", "/v1", "/v1*", "/v1/*", "/v1/x", "/*x", "/v1/**");
        return Combinators.combine(method, Arbitraries.of("", "", "", "http://"), host, port, path)
                .as((verb, scheme, name, number, at) -> verb + scheme + name + number + at);
    }

    private record Draft(
            int vault, Attachment attachment, String placeholder, boolean enabled, List<String> destinations) {}

    /// Writes one after the other, leaving out what conflicts. Vaults come in the order of their numbers.
    private static List<Service> written(List<Draft> drafts) {
        var services = new ArrayList<Service>();
        IntStream.range(0, drafts.size()).forEach(i -> {
            var draft = drafts.get(i);
            boolean placeholders = !draft.placeholder.isEmpty() || !draft.attachment.fillsSlot();
            var texts = placeholders
                    ? List.of(draft.placeholder.isEmpty() ? "__a__" : draft.placeholder)
                    : List.<String>of();
            var service = TestRules.service(
                    draft.vault, "service-" + i, draft.attachment, texts, draft.destinations.toArray(String[]::new));
            if (!draft.enabled) service = TestRules.disabled(service);
            var vault = service.vault();
            var same = services.stream()
                    .filter(other -> other.vault().equals(vault))
                    .toList();
            if (RuleIndex.conflict(same, service).isEmpty()) services.add(service);
        });
        services.sort(Comparator.comparingLong(service -> service.vault().high()));
        return services;
    }

    private static final Comparator<Destination> SLOW_ORDER = Comparator.comparingInt(MatcherProperties::stars)
            .thenComparingInt(destination -> -destination.host().text().length())
            .thenComparingInt(destination -> -literal(destination.path().text()))
            .thenComparing(destination -> destination.path().text().contains("*"))
            .thenComparing(destination -> destination.methods().isEmpty());

    private static int stars(Destination destination) {
        return (int) destination.host().text().chars().filter(c -> c == '*').count();
    }

    private static int literal(String path) {
        return path.endsWith("/**") ? path.length() - 3 : (path + "*").indexOf('*');
    }

    private static Decision slowly(List<Service> services, Target target) {
        var slots = candidates(
                services, target, service -> service.rule().attachment().fillsSlot());
        if (!slots.isEmpty()) {
            var first = slots.getFirst();
            if (!certain(first.destination, target)) return refusal(first, target);
            if (!first.service.enabled()) return new Decision.Disabled(first.service);
        }
        var declared = candidates(
                services, target, service -> !service.rule().placeholders().isEmpty());
        var texts = new LinkedHashMap<String, AllowedPlaceholder>();
        for (var at : declared) {
            if (!certain(at.destination, target)) return refusal(at, target);
            for (var placeholder : at.service.rule().placeholders())
                texts.putIfAbsent(placeholder.text(), new AllowedPlaceholder(at.service, placeholder));
        }
        var allowed =
                texts.values().stream().filter(one -> one.service().enabled()).toList();
        if (!slots.isEmpty()) {
            var service = slots.getFirst().service;
            return service.rule().attachment().equals(TestRules.PASSTHROUGH)
                    ? new Decision.Passthrough(service, allowed)
                    : new Decision.Inject(service, allowed);
        }
        return declared.stream().anyMatch(at -> at.service.enabled())
                ? new Decision.OnlyPlaceholders(allowed)
                : new Decision.Unmatched(allowed);
    }

    private record At(Service service, Destination destination) {}

    /// Everything that fits or might fit, by vault and then by specificity.
    private static List<At> candidates(List<Service> services, Target target, Predicate<Service> wanted) {
        return services.stream()
                .filter(wanted)
                .flatMap(service ->
                        service.rule().reach().named().stream().map(destination -> new At(service, destination)))
                .filter(at -> fits(at.destination, target))
                .sorted(Comparator.comparingLong((At at) -> at.service.vault().high())
                        .thenComparing(At::destination, SLOW_ORDER)
                        .thenComparing(at -> at.service.life().created()))
                .toList();
    }

    private static boolean fits(Destination rule, Target target) {
        boolean method =
                rule.methods().isEmpty() || rule.methods().contains(target.method()) || target.overridesMethod();
        boolean path = !(target.path() instanceof PathResult.Plain(var plain))
                || rule.path().matches(plain);
        return rule.host().matches(target.host())
                && rule.port() == target.port()
                && rule.cleartext() != target.secure()
                && method
                && path;
    }

    private static boolean certain(Destination rule, Target target) {
        boolean path = rule.path().text().equals("/*") || target.path() instanceof PathResult.Plain;
        return path && (rule.methods().isEmpty() || !target.overridesMethod());
    }

    private static Decision refusal(At at, Target target) {
        return target.path() instanceof PathResult.Ambiguous(var reason)
                        && !at.destination.path().text().equals("/*")
                ? new Decision.AmbiguousPath(at.service, reason)
                : new Decision.MethodOverride(at.service);
    }

    private static List<Service> chosenSlots(Explanation explanation) {
        return explanation.candidates().stream()
                .filter(candidate -> candidate.wanted() instanceof Wanted.Slot)
                .filter(candidate -> candidate.outcome() == Outcome.CHOSEN)
                .map(Candidate::service)
                .toList();
    }

    private static List<Service> slotsOf(Decision decision) {
        return switch (decision) {
            case Decision.Inject(var service, var _) -> List.of(service);
            case Decision.Passthrough(var service, var _) -> List.of(service);
            case Decision.Tunnel(var service) -> List.of(service);
            case Decision.OnlyPlaceholders _, Decision.Disabled _, Decision.Unmatched _ -> List.of();
            case Decision.AmbiguousPath _, Decision.MethodOverride _ -> List.of();
        };
    }
}
