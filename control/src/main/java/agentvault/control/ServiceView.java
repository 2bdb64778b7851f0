package agentvault.control;

import agentvault.address.Destination;
import agentvault.address.PathPattern;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Shows services as the protocol writes them.
final class ServiceView {

    static final Comparator<Service> OLDEST_FIRST =
            Comparator.comparing(service -> service.life().created());

    private static final String EVERYWHERE = "*";

    private ServiceView() {}

    static Document of(Service service) {
        var document = named(service).with("enabled", service.enabled());
        var destinations = service.rule().reach().named();
        if (destinations.size() > 1) {
            document.withTexts(
                    "hosts", destinations.stream().map(ServiceView::joined).toList());
        }
        destinations.stream()
                .findFirst()
                .filter(destination -> !destination.methods().isEmpty())
                .ifPresent(destination -> document.withTexts("methods", destination.methods()));
        document.with("auth", AttachmentForm.write(service.rule().attachment()));
        var placeholders = service.rule().placeholders();
        if (!placeholders.isEmpty()) {
            document.withAll(
                    "substitutions",
                    placeholders.stream().map(ServiceView::substitution).toList());
        }
        return service.bound() ? document.with("bound", true) : document;
    }

    static Document named(Service service) {
        return new Document().with("name", service.name().text()).with("host", host(service));
    }

    /// The first destination; a service that goes wherever its session goes names none.
    static String host(Service service) {
        return service.rule().reach().named().stream()
                .findFirst()
                .map(ServiceView::joined)
                .orElse(EVERYWHERE);
    }

    private static String joined(Destination destination) {
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

    /// The one that a reference means: by its name, else by its bare host.
    static Optional<Service> byName(List<Service> all, String reference) {
        return all.stream()
                .filter(service -> service.name().text().equals(reference))
                .findFirst();
    }

    static List<Service> byHost(List<Service> all, String reference) {
        return all.stream()
                .filter(service -> service.rule().reach().named().stream()
                        .anyMatch(destination -> destination.host().text().equals(reference)))
                .toList();
    }
}
