package agentvault.fuzz;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.address.PathPatternResult;
import agentvault.id.Id;
import agentvault.match.Matcher;
import agentvault.match.RuleIndex;
import agentvault.match.Target;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Rules of up to three vaults and one request. What is left of the input after the choices is the request's path.
public final class MatcherFuzz {

    private static final List<String> HOSTS = List.of("a.example.com", "example.com", "b.a.example.com", "10.1.2.3");
    private static final List<String> PATTERNS = List.of(
            "a.example.com", "*.example.com", "**.example.com", "example.com", "**.com", "10.1.2.3", "*.a.example.com");
    private static final List<String> PATHS =
            List.of("/*", "/v1/*", "/v1/a", "/v1*", "/*/a", "/a%20b", "/%2A", "/v1/**", "/**", "/");
    private static final List<String> METHODS = List.of("GET", "POST", "get");
    private static final List<String> TEXTS = List.of("__a__", "__b__");
    private static final CredentialKey KEY = new CredentialKey("TOKEN");

    private MatcherFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        var vaults = new ArrayList<RuleIndex>();
        for (int vault = draw.below(4); vault > 0; vault--) {
            var services = new ArrayList<Service>();
            for (int service = draw.below(5); service > 0; service--) services.add(service(draw, vault, service));
            vaults.add(RuleIndex.compile(new Id(vault, 0), services));
        }
        var allowed = draw.flag() ? List.of(HostPattern.of(draw.of(PATTERNS))) : List.<HostPattern>of();
        var matcher = new Matcher(vaults, allowed);
        var target = target(draw);
        Invariant.same(matcher.explain(target).decision(), matcher.decide(target), "an explanation is the decision");
    }

    private static Service service(Draw draw, int vault, int number) {
        boolean fillsSlot = draw.flag();
        var placeholders = new ArrayList<Placeholder>();
        if (!fillsSlot || draw.flag()) {
            placeholders.add(new Placeholder(KEY, draw.of(TEXTS), Set.of(Placeholder.Surface.HEADER)));
        }
        Attachment attachment = draw.flag() ? new Attachment.Bearer(KEY) : new Attachment.Passthrough();
        if (!fillsSlot) attachment = new Attachment.PlaceholdersOnly();
        var reach = !fillsSlot && draw.flag() ? new Reach.WhateverTheSessionNames() : destinations(draw);
        return new Service(
                new Id(vault, number),
                new Id(vault, 0),
                new Slug("service-" + number),
                new Service.Rule(reach, attachment, placeholders),
                !draw.flag(),
                new Binding.Free(),
                Life.startedAt(new Stamp(Instant.EPOCH, number)));
    }

    private static Reach destinations(Draw draw) {
        var destinations = new ArrayList<Destination>();
        for (int left = draw.below(2); left >= 0; left--) {
            var methods = draw.flag() ? List.of(draw.of(METHODS)) : List.<String>of();
            destinations.add(new Destination(
                    HostPattern.of(draw.of(PATTERNS)), port(draw), draw.flag(), path(draw.of(PATHS)), methods));
        }
        return new Reach.Destinations(destinations);
    }

    private static Target target(Draw draw) {
        var host = new CanonicalHost(draw.of(HOSTS));
        return new Target(
                host,
                port(draw),
                !draw.flag(),
                draw.of(METHODS),
                CanonicalPath.parse("/" + draw.restAsText()),
                "",
                draw.flag());
    }

    private static int port(Draw draw) {
        return draw.below(4) == 3 ? 8443 : 443;
    }

    private static PathPattern path(String text) {
        return PathPattern.parse(text) instanceof PathPatternResult.Valid(var pattern)
                ? pattern
                : new PathPattern(text);
    }
}
