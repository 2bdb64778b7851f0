package agentvault.wire;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/// How a listener speaks TLS: under the rules for all, with its own certificate.
final class TlsContext {

    private TlsContext() {}

    static SslContext of(Protection.Tls tls) {
        try {
            return TlsRules.on(SslContextBuilder.forServer(
                            tls.chain().toFile(), tls.key().toFile()))
                    .trustManager(new TrustsNobody())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "no certificate chain and key in PEM: " + tls.chain() + ", " + tls.key(), e);
        }
    }

    /// No client shows a certificate. Without this, building a context reads the system's roots: 16 ms for nothing.
    private static final class TrustsNobody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("no client is trusted by a certificate");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("this is no client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
