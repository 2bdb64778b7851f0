package agentvault.dial;

import agentvault.address.CanonicalHost;
import agentvault.wire.TlsRules;
import io.netty.buffer.ByteBufAllocator;
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
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/// TLS to servers, whose names are always checked. No session is taken up again: a session of one vault's connection
/// would be offered on another's.
final class UpstreamTls {

    private static final String CHECK_NAMES = "HTTPS";

    /// The port only serves to find a session again; without one, none is kept.
    private static final int NO_SESSION = -1;

    private final SslContext context;
    private final Duration handshake;

    UpstreamTls(List<Path> rootFiles, Duration handshake) {
        this.handshake = handshake;
        this.context = context(rootFiles);
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) sessions.setSessionCacheEnabled(false);
    }

    private static SslContext context(List<Path> rootFiles) {
        try {
            return TlsRules.on(SslContextBuilder.forClient())
                    .trustManager(new TellingTrust(Trust.of(rootFiles)))
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

    SslHandler handler(ByteBufAllocator memory, CanonicalHost host) {
        var handler = context.newHandler(memory, bare(host.text()), NO_SESSION);
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
