package agentvault.control;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.address.PathPattern;
import agentvault.address.PathPatternResult;
import agentvault.address.Reason;
import agentvault.document.Members;
import agentvault.route.Declined;
import agentvault.route.Trouble;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Reads services as the protocol writes them: `host` is a host with its port and path in one text.
///
/// @param acknowledged wildcards over the names of different owners that are meant all the same
/// @param instead what to do about another such wildcard
record ServiceForm(HostPolicy hosts, Set<String> acknowledged, UnaryOperator<String> instead) {

    private static final String CLEARTEXT = "http://";
    private static final String TLS = "https://";
    private static final Set<Placeholder.Surface> USUAL_SURFACES =
            Set.of(Placeholder.Surface.PATH, Placeholder.Surface.QUERY);

    /// For somebody who may mean such wildcards.
    static ServiceForm acknowledging(HostPolicy hosts, Set<String> acknowledged) {
        return new ServiceForm(
                hosts, acknowledged, host -> "; if that is meant, say so: \"acknowledge\": [\"" + host + "\"]");
    }

    /// For agents, who may not.
    static ServiceForm ofAgents(HostPolicy hosts) {
        return new ServiceForm(hosts, Set.of(), _ -> "; name the hosts that you need");
    }

    /// A service that was read, without its name.
    record Read(Destination destination, Service.Rule rule, boolean enabled) {}

    Read read(Members service) {
        service.only("name", "host", "path", "port", "methods", "enabled", "auth", "substitutions", "description");
        if (service.has("description")) {
            throw service.unfit("description", " is no longer supported; put what people should know into the name");
        }
        return rule(service);
    }

    /// The same, whatever else the object has.
    Read rule(Members service) {
        var destination = destination(service);
        var attachment = AttachmentForm.read(service.object("auth"));
        if (attachment instanceof Attachment.Tunnel) checkUnopened(service, destination);
        var placeholders = new ArrayList<Placeholder>();
        for (var substitution : service.objects("substitutions")) placeholders.add(placeholder(substitution));
        var reach = new Reach.Destinations(List.of(destination));
        try {
            var rule = new Service.Rule(reach, attachment, placeholders);
            return new Read(destination, rule, service.flag("enabled", true));
        } catch (IllegalArgumentException refused) {
            throw service.unfit("auth", ": " + refused.getMessage());
        }
    }

    private static void checkUnopened(Members service, Destination destination) {
        if (!service.objects("substitutions").isEmpty()) throw tunnelWithCredential();
        boolean looks = destination.cleartext()
                || !destination.path().equals(PathPattern.EVERYTHING)
                || !destination.methods().isEmpty();
        if (looks) {
            throw Trouble.of(422, "tunnel_looks_inside", "A tunnel is not opened, so that no path or method is seen")
                    .hinting("Name a host, with a port if need be, and neither path, methods nor http://.")
                    .declined();
        }
    }

    static Declined tunnelWithCredential() {
        return Trouble.of(422, "tunnel_with_credential", "A tunnel is not opened, so that no credential can go along")
                .hinting("Send \"auth\": {\"type\": \"tunnel\"} alone, or another type with the credential.")
                .declined();
    }

    Destination destination(Members service) {
        var text = service.text("host");
        boolean cleartext = text.startsWith(CLEARTEXT);
        if (cleartext) text = text.substring(CLEARTEXT.length());
        if (text.startsWith(TLS)) text = text.substring(TLS.length());
        int slash = text.indexOf('/');
        var authority = slash < 0 ? text : text.substring(0, slash);
        int colon = authority.indexOf(':', authority.startsWith("[") ? Math.max(0, authority.indexOf(']')) : 0);
        var host = host(service, colon < 0 ? authority : authority.substring(0, colon));
        int port = port(service, colon < 0 ? "" : authority.substring(colon + 1), cleartext);
        var path = path(service, slash < 0 ? "" : text.substring(slash));
        var methods = service.texts("methods");
        if (!methods.stream().allMatch(Destination::isMethod)) throw service.unfit("methods", " are words like GET");
        return new Destination(host, port, cleartext, path, methods);
    }

    private HostPattern host(Members service, String text) {
        return switch (HostPattern.parse(text, hosts)) {
            case HostPatternResult.Valid(var pattern) -> pattern;
            case HostPatternResult.NeedsAcknowledgement(var pattern) -> {
                if (acknowledged.contains(pattern.text())) yield pattern;
                throw service.unfit(
                        "host", " " + Reason.WILDCARD_SHARED_ZONE.sentence() + instead.apply(pattern.text()));
            }
            case HostPatternResult.Invalid(var reason) -> throw service.unfit("host", " " + reason.sentence());
        };
    }

    private static int port(Members service, String joined, boolean cleartext) {
        int usual = cleartext ? Destination.HTTP_PORT : Destination.HTTPS_PORT;
        var apart = service.maybeNumber("port", 1, 65_535).map(Long::intValue);
        if (joined.isEmpty()) return apart.orElse(usual);
        boolean number = joined.length() <= 5 && joined.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(joined) : 0;
        if (port < 1 || port > 65_535) throw service.unfit("host", " " + Reason.INVALID_PORT.sentence());
        if (apart.isPresent() && apart.get() != port) throw service.unfit("port", " differs from the one in host");
        return port;
    }

    private static PathPattern path(Members service, String joined) {
        var apart = service.text("path", "");
        if (!apart.isEmpty() && !joined.isEmpty() && !apart.equals(joined)) {
            throw service.unfit("path", " differs from the one in host");
        }
        var text = joined.isEmpty() ? apart : joined;
        if (text.isEmpty()) return PathPattern.EVERYTHING;
        return switch (PathPattern.parse(text)) {
            case PathPatternResult.Valid(var pattern) -> pattern;
            case PathPatternResult.Invalid(var reason) -> throw service.unfit("path", " " + reason.sentence());
        };
    }

    private static Placeholder placeholder(Members substitution) {
        substitution.only("key", "placeholder", "in");
        var key = substitution.text("key", CredentialKey::new);
        var surfaces = substitution.texts("in").stream()
                .map(word -> surface(substitution, word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return substitution.text(
                "placeholder", text -> new Placeholder(key, text, surfaces.isEmpty() ? USUAL_SURFACES : surfaces));
    }

    private static Placeholder.Surface surface(Members substitution, String word) {
        for (var surface : Placeholder.Surface.values()) {
            if (Members.word(surface).equals(word)) return available(surface, word);
        }
        throw substitution.unfit("in", " names path, query, header, body or websocket");
    }

    /// What the proxy would not exchange is not taken: a text that was meant to become a secret would go out as it is.
    private static Placeholder.Surface available(Placeholder.Surface surface, String word) {
        return switch (surface) {
            case PATH, QUERY, HEADER -> surface;
            case BODY, WEBSOCKET ->
                throw Trouble.of(422, "not_available_yet", "Placeholders in " + word + " are not exchanged yet")
                        .hinting("Put the placeholder into the path, the query or a header: \"in\": [\"header\"].")
                        .declined();
        };
    }
}
