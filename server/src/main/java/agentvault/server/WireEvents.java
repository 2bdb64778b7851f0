package agentvault.server;

import agentvault.http.Refusal;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.wire.Events;
import agentvault.wire.Request;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes what happens on a listener into the log and the figures. Neither query, headers nor body of a request get
/// there, and of its path nothing that looks like a token.
record WireEvents(Log log, Figures figures, InstantSource clock, Ration refusals) implements Events {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern TOKEN = Pattern.compile("av_([a-z]+)_[^/]*");
    private static final int REFUSALS_A_SECOND = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int FAILED = 500;

    WireEvents(Log log, Figures figures, InstantSource clock) {
        this(log, figures, clock, new Ration(REFUSALS_A_SECOND));
    }

    @Override
    public void accepted(InetSocketAddress peer) {
        figures.accepted();
    }

    @Override
    public void closed(InetSocketAddress peer) {
        figures.closed();
    }

    @Override
    public void turnedAway(InetSocketAddress peer, TurnedAway reason) {
        figures.turnedAway(reason.name());
        limited(Event.of(Level.WARN, "turned_away").with("peer", address(peer)).with("reason", reason.name()));
    }

    @Override
    public void refused(InetSocketAddress peer, Refusal refusal) {
        figures.refused(refusal.code());
        limited(Event.of(Level.WARN, "refused").with("peer", address(peer)).with("reason", refusal.code()));
    }

    @Override
    public void finished(Exchange exchange) {
        var level = level(exchange);
        if (!log.wants(level)) return;
        var request = exchange.request();
        log.tell(Event.of(level, "request")
                .with("method", request.method())
                .with("path", path(request))
                .with("status", exchange.status())
                .with("ms", exchange.time().toNanos() / NANOS_PER_MILLI)
                .with("bytes", exchange.bytes())
                .with("end", exchange.end().name())
                .with("peer", address(exchange.request().peer()))
                .with("request", request.id()));
    }

    @Override
    public void failed(Request request, Throwable cause) {
        log.tell(Event.of(Level.ERROR, "failed").with("request", request.id()).with(cause));
    }

    @Override
    public void broken(InetSocketAddress peer, Throwable cause) {
        limited(Event.of(Level.ERROR, "broken").with("peer", address(peer)).with(cause));
    }

    private static Level level(Exchange exchange) {
        if (exchange.status() >= FAILED) return Level.WARN;
        return READING.contains(exchange.request().method()) ? Level.DEBUG : Level.INFO;
    }

    private void limited(Event event) {
        switch (refusals.at(clock.instant())) {
            case Ration.Answer.Granted(var leftOut)
            when leftOut > 0 -> log.tell(event.with("left_out_before", leftOut));
            case Ration.Answer.Granted _ -> log.tell(event);
            case Ration.Answer.Denied() -> {}
        }
    }

    private static String path(Request request) {
        return TOKEN.matcher(request.path()).replaceAll("av_$1_…");
    }

    private static String address(InetSocketAddress peer) {
        return peer.getAddress().getHostAddress();
    }
}
