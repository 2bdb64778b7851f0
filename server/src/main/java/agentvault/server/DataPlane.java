package agentvault.server;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.address.Destination;
import agentvault.ca.CertificateAuthority;
import agentvault.control.ForwardProxy;
import agentvault.dial.Guard;
import agentvault.dial.Upstreams;
import agentvault.hooks.HttpWebhookReceivers;
import agentvault.keys.SystemRandomness;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.probe.HttpMcpServers;
import agentvault.proxy.Plane;
import agentvault.proxy.ProxyFigures;
import agentvault.proxy.RequestLog;
import agentvault.proxy.Times;
import agentvault.proxy.Way;
import agentvault.question.Questions;
import agentvault.tokens.HttpAuthorizationServers;
import agentvault.traffic.Passage;
import agentvault.wire.EventLoops;
import agentvault.wire.Limits;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.McpServers;
import agentvault.workspace.WebhookReceivers;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The data plane of a running server: its certificates, its connections to elsewhere, its entrances.
final class DataPlane implements AutoCloseable {

    private final Guard guard;
    private final Set<CanonicalHost> names;
    private final CertificateAuthority authority;
    private final Written written;
    private final Outgoing outgoing;
    private final Plane plane;

    /// What is written down of exchanges, in batches.
    private record Written(PassageWriter passages, CredentialUseWriter uses) {}

    /// What calls out.
    private record Outgoing(
            Upstreams upstreams,
            HttpAuthorizationServers servers,
            HttpMcpServers mcp,
            HttpWebhookReceivers receivers) {}

    private DataPlane(
            Guard guard,
            Set<CanonicalHost> names,
            CertificateAuthority authority,
            Written written,
            Outgoing outgoing,
            Plane plane) {
        this.guard = guard;
        this.names = names;
        this.authority = authority;
        this.written = written;
        this.outgoing = outgoing;
        this.plane = plane;
    }

    static DataPlane open(Instance instance, Serving serving, EventLoops loops, Figures figures, Log log) {
        var authority = CertificateAuthority.open(
                instance.workspace().rootCertificates(), new SystemRandomness(), instance.clock());
        var guard = Guard.of(serving.outgoing().networks());
        reached(serving.address()).ifPresent(guard::called);
        var upstreams = Upstreams.open(
                guard, serving.outgoing().dialling(), serving.outgoing().names());
        var passages = PassageWriter.start(instance.passages(), serving.keeping(), instance.clock(), log);
        var uses = CredentialUseWriter.start(instance.credentialUses(), instance.clock(), log);
        RequestLog requests =
                line -> passages.record(passage(line, instance.clock().instant()));
        var listeners = new Plane.Listeners(requests, counting(figures, log), uses::record);
        var settings = new Plane.Settings(serving.outgoing().rate(), Times.STANDARD, Limits.STANDARD);
        var questions = new Questions(upstreams, loops::next);
        var servers = new HttpAuthorizationServers(questions);
        var plane = Plane.open(instance.workspace(), authority, upstreams, servers, settings, listeners);
        var outgoing = new Outgoing(
                upstreams, servers, new HttpMcpServers(questions), new HttpWebhookReceivers(questions, upstreams));
        return new DataPlane(guard, serving.names(), authority, new Written(passages, uses), outgoing, plane);
    }

    /// Where clients reach the server, which may be another port than any that it listens on.
    private static Optional<Authority> reached(String address) {
        if (address.isEmpty()) return Optional.empty();
        var url = URI.create(address);
        int usual = url.getScheme().equals("https") ? Destination.HTTPS_PORT : Destination.HTTP_PORT;
        return Authority.parse(url.getAuthority(), usual) instanceof AuthorityResult.Valid(var authority)
                ? Optional.of(authority)
                : Optional.empty();
    }

    private static Passage passage(RequestLog.Line line, Instant at) {
        var request = line.request();
        var by = line.by();
        var outcome = line.outcome();
        var times = line.times();
        return new Passage(
                at,
                line.requestId(),
                way(request.way()),
                new Passage.Who(by.actor(), by.session(), by.vault()),
                new Passage.What(request.method(), request.host(), request.path()),
                new Passage.Fate(by.service(), line.keys(), outcome.status(), outcome.code()),
                new Passage.Cost(
                        outcome.sent(),
                        outcome.received(),
                        times.untilConnected(),
                        times.untilAnswered(),
                        times.whole()));
    }

    private static Passage.Way way(Way way) {
        return switch (way) {
            case PATH -> Passage.Way.EXPLICIT;
            case FORWARD -> Passage.Way.FORWARD;
            case TUNNEL -> Passage.Way.TUNNEL;
        };
    }

    private static ProxyFigures counting(Figures figures, Log log) {
        return new ProxyFigures() {
            @Override
            public void exchangeEnded(RequestLog.Line line) {
                figures.exchanged(
                        line.outcome().status(),
                        line.outcome().code(),
                        line.times().whole());
            }

            @Override
            public void tunnelOpened() {
                figures.tunnelled();
            }

            @Override
            public void tunnelRefused(String code) {
                figures.tunnelRefused(code);
            }

            @Override
            public void leafSigned() {
                figures.signed();
            }

            @Override
            public void broken(Throwable cause) {
                log.tell(Event.of(Level.ERROR, "proxy_failed").with(cause));
            }
        };
    }

    /// Who is asked for tokens.
    AuthorizationServers servers() {
        return outgoing.servers();
    }

    /// Who is asked whether they take a token.
    McpServers mcp() {
        return outgoing.mcp();
    }

    /// Who is told by webhooks.
    WebhookReceivers receivers() {
        return outgoing.receivers();
    }

    Plane plane() {
        return plane;
    }

    /// What clients of our tunnels trust.
    ForwardProxy.Root root() {
        return new ForwardProxy.Root(authority.pem(), authority.name(), authority.until(), authority.sha256());
    }

    /// A port of this server, which the proxy never dials, by whatever name of the server.
    void listening(InetSocketAddress address) {
        guard.listening(address);
        for (var name : names) guard.called(new Authority(name, address.getPort()));
    }

    @Override
    public void close() {
        outgoing.upstreams().close();
        written.passages().close();
        written.uses().close();
    }
}
