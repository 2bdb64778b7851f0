package agentvault.rig;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersAdapter;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.MitmManager;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/// LittleProxy as a peer: it opens tunnels at its end and adds the secret. What it shows to clients is made beforehand,
/// and it is given the faster TLS of the two that it can have.
public final class LittleProxy {

    private LittleProxy() {}

    /// Two contexts for all connections: toward clients, and toward the host, whose name is proven.
    private record Tls(SslContext server, SslContext client) implements MitmManager {

        static Tls of(Path root, Path chain, Path key) throws SSLException {
            return new Tls(
                    SslContextBuilder.forServer(chain.toFile(), key.toFile())
                            .sslProvider(SslProvider.OPENSSL)
                            .build(),
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.OPENSSL)
                            .trustManager(root.toFile())
                            .build());
        }

        @Override
        public SSLEngine serverSslEngine(String host, int port) {
            return client.newEngine(ByteBufAllocator.DEFAULT, host, port);
        }

        @Override
        public SSLEngine serverSslEngine() {
            return client.newEngine(ByteBufAllocator.DEFAULT);
        }

        @Override
        public SSLEngine clientSslEngineFor(HttpRequest request, SSLSession session) {
            return server.newEngine(ByteBufAllocator.DEFAULT);
        }
    }

    private static final class Adding extends HttpFiltersSourceAdapter {

        private final String authorization;

        Adding(String authorization) {
            this.authorization = authorization;
        }

        @Override
        public HttpFilters filterRequest(HttpRequest original) {
            return new HttpFiltersAdapter(original) {
                @Override
                public @Nullable HttpResponse proxyToServerRequest(HttpObject part) {
                    if (part instanceof HttpRequest request)
                        request.headers().set(HttpHeaderNames.AUTHORIZATION, authorization);
                    return null;
                }
            };
        }
    }

    /// @param arguments the port, then files: the root that proves the host, and what is shown to clients, with its key
    public static void main(String[] arguments) throws SSLException, InterruptedException {
        var tls = Tls.of(Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        DefaultHttpProxyServer.bootstrap()
                .withAddress(Workshop.here(Integer.parseInt(arguments[0])))
                .withManInTheMiddle(tls)
                .withFiltersSource(new Adding("Bearer " + Upstream.SECRET))
                .start();
        // Its own threads keep no process alive.
        Thread.currentThread().join();
    }
}
