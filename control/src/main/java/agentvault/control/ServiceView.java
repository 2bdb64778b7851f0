package agentvault.control;

import agentvault.address.Destination;
import agentvault.address.PathPattern;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.route.Trouble;
import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Shows services as the protocol writes them.
final class ServiceView {

    static final Comparator<Service> OLDEST_FIRST =
            Comparator.comparing(service -> service.life().created());

    private static final String EVERYWHERE = "*";

    private ServiceView() {}

    static Document of(Service service) {
        var document = of(service.name(), service.rule(), service.enabled());
        return service.bound() ? document.with("bound", true) : document;
    }

    static Document of(Slug name, Service.Rule rule, boolean enabled) {
        var document = named(name, rule).with("enabled", enabled);
        var destinations = rule.reach().named();
        if (destinations.size() > 1) {
            document.withTexts(
                    "hosts", destinations.stream().map(ServiceView::joined).toList());
        }
        destinations.stream()
                .findFirst()
                .filter(destination -> !destination.methods().isEmpty())
                .ifPresent(destination -> document.withTexts("methods", destination.methods()));
        document.with("auth", AttachmentForm.write(rule.attachment()));
        var placeholders = rule.placeholders();
        if (!placeholders.isEmpty()) {
            document.withAll(
                    "substitutions",
                    placeholders.stream().map(ServiceView::substitution).toList());
        }
        return document;
    }

    static Document named(Service service) {
        return named(service.name(), service.rule());
    }

    private static Document named(Slug name, Service.Rule rule) {
        return new Document().with("name", name.text()).with("host", host(rule));
    }

    /// The first destination; a service that goes wherever its session goes names none.
    static String host(Service service) {
        return host(service.rule());
    }

    private static String host(Service.Rule rule) {
        return rule.reach().named().stream()
                .findFirst()
                .map(ServiceView::joined)
                .orElse(EVERYWHERE);
    }

    static String joined(Destination destination) {
        int usual = destination.cleartext() ? Destination.HTTP_PORT : Destination.HTTPS_PORT;
        return (destination.cleartext() ? "http://" : "")
                + destination.host().text()
                + (destination.port() == usual ? "" : ":" + destination.port())
                + (destination.path().equals(PathPattern.EVERYTHING)
                        ? ""
                        : destination.path().text());
    }

    private static Document substitution(Placeholder placeholder) {
        return new Document()
                .with("key", placeholder.key().text())
                .with("placeholder", placeholder.text())
                .withTexts(
                        "in", placeholder.surfaces().stream().map(Members::word).toList());
    }

    /// The one service that a reference means: by its name, else by its host, with or without the rest.
    static Service referred(List<Service> all, String reference) {
        var named = all.stream()
                .filter(service -> service.name().text().equals(reference))
                .findFirst();
        if (named.isPresent()) return named.get();
        var there = byHost(all, reference);
        if (there.size() == 1) return there.getFirst();
        var quoted = "\"" + Members.cut(reference) + "\"";
        if (there.isEmpty()) {
            throw Trouble.of(404, "not_found", "Service not found for " + quoted)
                    .declined();
        }
        throw Trouble.of(409, "ambiguous_service", "multiple services match host " + quoted + "; name one of them")
                .telling(new Document()
                        .withAll(
                                "candidates",
                                there.stream().map(ServiceView::named).toList()))
                .declined();
    }

    private static List<Service> byHost(List<Service> all, String reference) {
        return all.stream()
                .filter(service -> service.rule().reach().named().stream()
                        .anyMatch(destination -> destination.host().text().equals(reference)
                                || joined(destination).equals(reference)))
                .toList();
    }

    /// What a service without a name is called: as the one of the same destination, or after its host.
    static Slug name(Destination destination, List<Service> existing, Set<Slug> taken) {
        return existing.stream()
                .filter(service ->
                        !service.bound() && service.rule().reach().named().equals(List.of(destination)))
                .map(Service::name)
                .findFirst()
                .orElseGet(() -> Slug.derived(
                        destination.host().text(),
                        slug -> taken.contains(slug)
                                || existing.stream()
                                        .anyMatch(service -> service.name().equals(slug))));
    }
}
