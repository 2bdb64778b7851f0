package agentvault.workspace;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.address.ServerUrl;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import agentvault.vault.HeaderName;
import agentvault.vault.HeaderTemplate;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random rules of services, with every kind of reach, attachment and placeholder.
public final class Rules {

    private Rules() {}

    public static Arbitrary<Service.Rule> rules() {
        var slots = Combinators.combine(reaches(), attachments(), placeholders().ofMaxSize(2))
                .as(Service.Rule::new);
        var anywhere = placeholders()
                .ofMinSize(1)
                .ofMaxSize(2)
                .map(all ->
                        new Service.Rule(new Reach.WhateverTheSessionNames(), new Attachment.PlaceholdersOnly(), all));
        var placeholdersOnly = Combinators.combine(
                        reaches(), placeholders().ofMinSize(1).ofMaxSize(2))
                .as((reach, all) -> new Service.Rule(reach, new Attachment.PlaceholdersOnly(), all));
        var tunnels = Combinators.combine(hosts(), ports())
                .as((host, port) -> new Destination(host, port, false, PathPattern.EVERYTHING, List.of()))
                .map(destination -> new Service.Rule(
                        new Reach.Destinations(List.of(destination)), new Attachment.Tunnel(), List.of()));
        return Arbitraries.oneOf(slots, anywhere, placeholdersOnly, tunnels);
    }

    public static Arbitrary<HostPattern> hosts() {
        var names = Arbitraries.of("example.com", "api.example.com", "xn--bcher-kva.example", "a-b.c")
                .map(CanonicalHost::new);
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(HostPattern.Span.class), names)
                        .as(HostPattern::new),
                Arbitraries.of("10.1.2.3", "[::1]").map(CanonicalHost::new).map(HostPattern::exact));
    }

    private static Arbitrary<Reach> reaches() {
        var paths = Arbitraries.of("/*", "/v1/*", "/v1/a", "/mcp/**", "/a%20b/*", "/%2A")
                .map(PathPattern::new);
        var methods = Arbitraries.of("GET", "POST", "M-SEARCH", "x!").list().ofMaxSize(3);
        return Combinators.combine(hosts(), ports(), Parts.flags(), paths, methods)
                .as(Destination::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(Reach.Destinations::new);
    }

    private static Arbitrary<Integer> ports() {
        return Arbitraries.integers().between(1, 65_535);
    }

    private static Arbitrary<Attachment> attachments() {
        var literals = Arbitraries.of("", "x", "user \"name\"").map(Attachment.Half.Literal::new);
        Arbitrary<Attachment.Half> halves =
                Arbitraries.oneOf(Parts.keys().map(Attachment.Half.OfCredential::new), literals);
        var names = Arbitraries.of("Authorization", "X-Api-Key", "x-b").map(HeaderName::new);
        var templates =
                Arbitraries.of("", "Token {{ KEY }}", "\ta {{not}} \"b\"").map(HeaderTemplate::new);
        return Arbitraries.oneOf(
                Parts.keys().map(Attachment.Bearer::new),
                Combinators.combine(halves, halves).as(Attachment.Basic::new),
                Combinators.combine(Parts.keys(), names, Arbitraries.of("", "Token "))
                        .as(Attachment.ApiKey::new),
                Arbitraries.maps(names, templates)
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .<SortedMap<HeaderName, HeaderTemplate>>map(TreeMap::new)
                        .map(Attachment.Custom::new),
                Combinators.combine(Parts.keys(), Parts.names(100)).as(Attachment.Query::new),
                Arbitraries.just(new Attachment.Passthrough()));
    }

    private static net.jqwik.api.arbitraries.ListArbitrary<Placeholder> placeholders() {
        var texts = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(8)
                .ofMaxLength(40)
                .map(name -> "__" + name + "__");
        return Combinators.combine(
                        Parts.keys(),
                        texts,
                        Arbitraries.of(Placeholder.Surface.class).set().ofMinSize(1))
                .as(Placeholder::new)
                .list()
                .uniqueElements(Placeholder::text);
    }

    public static Arbitrary<Binding> bindings() {
        var urls = Combinators.combine(
                        Parts.flags(),
                        hosts(),
                        ports(),
                        Arbitraries.of("/", "/mcp", "/a%2Ab").map(CanonicalPath::new),
                        Arbitraries.of("", "a=1&b=%20", "z"))
                .as(ServerUrl::new);
        Arbitrary<Binding.Target> targets = Arbitraries.oneOf(
                Combinators.combine(urls, Arbitraries.of(Binding.Transport.class))
                        .as(Binding.Target.McpServer::new),
                urls.map(Binding.Target.HostOf::new),
                Parts.names(200).map(Binding.Target.Variable::new));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(1, Arbitraries.just(new Binding.Free())),
                net.jqwik.api.Tuple.of(
                        2, Combinators.combine(Parts.ids(), targets).as(Binding.Bound::new)));
    }
}
