package agentvault.match;

import agentvault.address.CanonicalHost;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.id.Id;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The active services of one vault, immutable and ready for questions. Finding the rules of a host takes one
/// look-up for the host and one for each name above it, however many services there are.
public final class RuleIndex {

    private final Id vault;
    private final Map<String, HostRules> exact;
    private final Map<String, HostRules> oneLabel;
    private final Map<String, HostRules> anyDepth;
    private final List<Service> sessionWide;
    private final Set<String> placeholderTexts;

    private RuleIndex(Id vault, List<Service> services) {
        this.vault = vault;
        Map<HostPattern.Span, Map<String, List<Placement>>> placements = new EnumMap<>(HostPattern.Span.class);
        for (var service : services) {
            for (var destination : service.rule().reach().named()) {
                placements
                        .computeIfAbsent(destination.host().span(), _ -> new HashMap<>())
                        .computeIfAbsent(destination.host().host().text(), _ -> new ArrayList<>())
                        .add(Placement.of(service, destination));
            }
        }
        exact = compiled(placements.get(HostPattern.Span.EXACT));
        oneLabel = compiled(placements.get(HostPattern.Span.ONE_LABEL));
        anyDepth = compiled(placements.get(HostPattern.Span.ANY_DEPTH));
        sessionWide = services.stream()
                .filter(RuleIndex::reachesSessionWide)
                .sorted(Comparator.comparing(service -> service.life().created()))
                .toList();
        placeholderTexts =
                services.stream().flatMap(service -> texts(service).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /// @param services all services of the vault; archived ones are left out
    public static RuleIndex compile(Id vault, Collection<Service> services) {
        var active =
                services.stream().filter(service -> service.life().active()).toList();
        return new RuleIndex(vault, active);
    }

    /// The service of the vault that the candidate must not be written beside, since it would be chance which of
    /// them a request gets. A service does not conflict with its own former version.
    public static Optional<Conflict> conflict(Collection<Service> existing, Service candidate) {
        return existing.stream()
                .filter(service -> service.life().active() && !service.id().equals(candidate.id()))
                .filter(service -> compete(service, candidate))
                .flatMap(service -> ties(service, candidate))
                .findFirst();
    }

    /// Says that some request fits both destinations, and that the first one's service decides about it.
    public static boolean shadows(Destination one, Destination other) {
        return Placement.meet(one, other) && Placement.MOST_SPECIFIC_FIRST.compare(one, other) < 0;
    }

    public Id vault() {
        return vault;
    }

    /// Every placeholder text that a service of this vault declares, wherever it applies.
    public Set<String> placeholderTexts() {
        return placeholderTexts;
    }

    /// The rules for a host, most specific first.
    List<HostRules> at(CanonicalHost host) {
        var found = new ArrayList<HostRules>(2);
        String name = host.text();
        add(found, exact.get(name));
        int dot = name.indexOf('.');
        if (dot >= 0) add(found, oneLabel.get(name.substring(dot + 1)));
        if (anyDepth.isEmpty()) return found;
        for (; dot >= 0; dot = name.indexOf('.', dot + 1)) add(found, anyDepth.get(name.substring(dot + 1)));
        return found;
    }

    /// @param told the services for whose servers the target is what they told to ask for: no rule is more specific
    Optional<HostRules.Reached> firstSlot(Target target, Set<Id> told) {
        if (!told.isEmpty()) {
            for (var rules : at(target.host())) {
                var reached = rules.firstOf(told, target);
                if (reached.isPresent()) return reached;
            }
        }
        for (var rules : at(target.host())) {
            var reached = rules.firstSlot(target);
            if (reached.isPresent()) return reached;
        }
        return Optional.empty();
    }

    /// Says that an enabled service names this very target.
    boolean names(Target target) {
        return at(target.host()).stream().anyMatch(rules -> rules.names(target));
    }

    /// Services whose placeholders apply wherever the session may go.
    List<Service> sessionWide() {
        return sessionWide;
    }

    private static void add(List<HostRules> found, @Nullable HostRules rules) {
        if (rules != null) found.add(rules);
    }

    private static Map<String, HostRules> compiled(@Nullable Map<String, List<Placement>> placements) {
        if (placements == null) return Map.of();
        return placements.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> HostRules.of(entry.getValue())));
    }

    /// Two slots compete for the request, two equal placeholders for the text.
    private static boolean compete(Service one, Service other) {
        boolean slots =
                one.rule().attachment().fillsSlot() && other.rule().attachment().fillsSlot();
        return slots || !Collections.disjoint(texts(one), texts(other));
    }

    private static Stream<Conflict> ties(Service existing, Service candidate) {
        return existing.rule().reach().named().stream()
                .flatMap(there -> candidate.rule().reach().named().stream()
                        .filter(here -> Placement.tie(there, here))
                        .map(here -> new Conflict(existing, there, here)));
    }

    private static List<String> texts(Service service) {
        return service.rule().placeholders().stream().map(Placeholder::text).toList();
    }

    private static boolean reachesSessionWide(Service service) {
        return switch (service.rule().reach()) {
            case Reach.WhateverTheSessionNames() -> true;
            case Reach.Destinations _ -> false;
        };
    }
}
