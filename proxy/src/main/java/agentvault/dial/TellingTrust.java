package agentvault.dial;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Checks servers' certificates as another does, and tells why one is not trusted.
final class TellingTrust extends X509ExtendedTrustManager {

    /// Carries the reason out of the handshake, where nothing else gets through.
    @SuppressWarnings("serial") // is caught a few frames above
    static final class Untrusted extends CertificateException {

        private final DialFailure failure;

        Untrusted(DialFailure failure, CertificateException cause) {
            super(failure.reason(), cause);
            this.failure = failure;
        }

        DialFailure failure() {
            return failure;
        }
    }

    private final X509ExtendedTrustManager trust;

    TellingTrust(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        try {
            trust.checkServerTrusted(chain, kind, engine);
        } catch (CertificateException e) {
            throw new Untrusted(reason(chain, kind, e), e);
        }
    }

    private DialFailure reason(X509Certificate[] chain, String kind, CertificateException why) {
        try {
            // The same without the name that was dialled.
            trust.checkServerTrusted(chain, kind);
            return DialFailure.WRONG_NAME;
        } catch (CertificateException e) {
            if (caused(why, CertificateExpiredException.class)) return DialFailure.EXPIRED;
            if (caused(why, CertificateNotYetValidException.class)) return DialFailure.NOT_YET_VALID;
            if (!caused(why, CertPathBuilderException.class)) return DialFailure.UNACCEPTABLE;
            return signedByItself(chain[0]) ? DialFailure.SELF_SIGNED : DialFailure.UNKNOWN_ISSUER;
        }
    }

    private static boolean caused(Throwable failure, Class<?> kind) {
        return find(failure, kind).isPresent();
    }

    /// The cause of a kind within a failure.
    static <T> Optional<T> find(Throwable failure, Class<T> kind) {
        for (var at = failure; at != null; at = at.getCause())
            if (kind.isInstance(at)) return Optional.of(kind.cast(at));
        return Optional.empty();
    }

    private static boolean signedByItself(X509Certificate certificate) {
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException("sockets are not used");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("without a connection there is no name to check");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    /// None: they would be told to nobody.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
