package agentvault.match;

import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.id.Id;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Services and targets in the few words that a matching test needs.
public final class TestRules {

    static final Attachment BEARER = new Attachment.Bearer(new CredentialKey("TOKEN"));
    static final Attachment PASSTHROUGH = new Attachment.Passthrough();
    static final Attachment NO_SLOT = new Attachment.PlaceholdersOnly();

    private TestRules() {}

    /// A bearer service; destinations as [#destination] reads them.
    static Service service(int vault, String name, String... destinations) {
        return service(vault, name, BEARER, List.of(), destinations);
    }

    static Service placeholders(int vault, String name, String placeholder, String... destinations) {
        return service(vault, name, NO_SLOT, List.of(placeholder), destinations);
    }

    static Service service(
            int vault, String name, Attachment attachment, List<String> placeholders, String... destinations) {
        var reach = destinations.length == 0
                ? new Reach.WhateverTheSessionNames()
                : new Reach.Destinations(
                        Stream.of(destinations).map(TestRules::destination).toList());
        var declared = placeholders.stream()
                .map(text -> new Placeholder(new CredentialKey("TOKEN"), text, Set.of(Placeholder.Surface.HEADER)))
                .toList();
        return new Service(
                new Id(vault, name.hashCode()),
                new Id(vault, 0),
                new Slug(name),
                new Service.Rule(reach, attachment, declared),
                true,
                new Binding.Free(),
                Life.startedAt(new Stamp(Instant.EPOCH, name.hashCode())));
    }

    static Service disabled(Service service) {
        return service.with(service.rule(), false, Instant.EPOCH);
    }

    /// Reads `[METHOD,METHOD ][http://]host[:port][/path]`.
    public static Destination destination(String text) {
        int space = text.indexOf(' ');
        var methods =
                space < 0 ? List.<String>of() : List.of(text.substring(0, space).split(","));
        String rest = text.substring(space + 1);
        boolean cleartext = rest.startsWith("http://");
        if (cleartext) rest = rest.substring("http://".length());
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        var path = slash < 0 ? PathPattern.EVERYTHING : new PathPattern(rest.substring(slash));
        int colon = authority.indexOf(':');
        int port = colon < 0 ? (cleartext ? 80 : 443) : Integer.parseInt(authority.substring(colon + 1));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return new Destination(HostPattern.of(host), port, cleartext, path, methods);
    }

    /// Reads `METHOD [http://]host[:port]/path`.
    static Target target(String text) {
        var where = destination(text.substring(0, text.indexOf('/', text.indexOf("://") + 3)));
        String path = text.substring(text.indexOf('/', text.indexOf("://") + 3));
        return new Target(
                where.host().host(),
                where.port(),
                !where.cleartext(),
                where.methods().getFirst(),
                CanonicalPath.parse(path.split("\\?", 2)[0]),
                path.contains("?") ? path.split("\\?", 2)[1] : "",
                false);
    }

    static Target overriding(Target target) {
        return new Target(
                target.host(), target.port(), target.secure(), target.method(), target.path(), target.query(), true);
    }

    static Matcher matcher(List<Service> services, String... allowedHosts) {
        var vaults = services.stream()
                .map(Service::vault)
                .distinct()
                .map(vault -> RuleIndex.compile(
                        vault,
                        services.stream()
                                .filter(service -> service.vault().equals(vault))
                                .toList()))
                .toList();
        return new Matcher(vaults, Stream.of(allowedHosts).map(HostPattern::of).toList());
    }
}
