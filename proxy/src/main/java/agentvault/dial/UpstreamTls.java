package agentvault.dial;

import agentvault.address.CanonicalHost;
import agentvault.wire.TlsRules;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// TLS to servers, whose names are always checked. No session is taken up again: a session of one vault's connection
/// would be offered on another's.
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told to who waits
final class UpstreamTls {

    private static final String CHECK_NAMES = "HTTPS";

    /// The port only serves to find a session again; without one, none is kept.
    private static final int NO_SESSION = -1;

    private final List<X509Certificate> roots;
    private final Duration handshake;
    private final CompletableFuture<SslContext> context = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    /// The files are read now. The system's roots take longer and much room: they are read when somebody dials.
    UpstreamTls(List<Path> rootFiles, Duration handshake) {
        this.roots = Trust.read(rootFiles);
        this.handshake = handshake;
    }

    private void begin() {
        if (begun.getAndSet(true)) return;
        context.completeAsync(
                () -> context(roots), Thread.ofPlatform().name("upstream-tls").daemon()::start);
    }

    private static SslContext context(List<X509Certificate> roots) {
        var context = built(roots);
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) sessions.setSessionCacheEnabled(false);
        return context;
    }

    private static SslContext built(List<X509Certificate> roots) {
        try {
            return TlsRules.on(SslContextBuilder.forClient())
                    .trustManager(new TellingTrust(Trust.of(roots)))
                    .endpointIdentificationAlgorithm(CHECK_NAMES)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    /// Makes a handler that speaks TLS to a host, at once or as soon as the roots are there. Nothing if they cannot be.
    void handler(Channel channel, CanonicalHost host, Consumer<Optional<SslHandler>> then) {
        if (context.state() == Future.State.SUCCESS) {
            then.accept(Optional.of(handler(context.resultNow(), channel, host)));
            return;
        }
        begin();
        context.whenComplete((made, _) -> channel.eventLoop()
                .execute(() -> then.accept(Optional.ofNullable(made).map(of -> handler(of, channel, host)))));
    }

    private SslHandler handler(SslContext of, Channel channel, CanonicalHost host) {
        var handler = of.newHandler(channel.alloc(), bare(host.text()), NO_SESSION);
        handler.setHandshakeTimeoutMillis(handshake.toMillis());
        return handler;
    }

    /// Why a handshake failed, told from what it failed with.
    static DialFailure reason(Throwable cause) {
        return TellingTrust.find(cause, TellingTrust.Untrusted.class)
                .map(TellingTrust.Untrusted::failure)
                .orElse(DialFailure.TLS_FAILED);
    }

    /// Certificates and TLS name addresses without brackets.
    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
