package agentvault.dial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whose word is taken for who a server is: the system's roots, and those of some files.
final class Trust {

    private Trust() {}

    /// Trusts the system's roots and these.
    static X509ExtendedTrustManager of(Collection<X509Certificate> roots) {
        var anchors = new HashSet<TrustAnchor>();
        try {
            for (var root : system().getAcceptedIssuers()) anchors.add(new TrustAnchor(root, null));
            for (var root : roots) anchors.add(new TrustAnchor(root, null));
            return of(anchors);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot check certificates", e);
        }
    }

    /// Reads files of roots. Fails with an [IllegalArgumentException] that names a file without certificates.
    static List<X509Certificate> read(List<Path> rootFiles) {
        return rootFiles.stream().flatMap(file -> roots(file).stream()).toList();
    }

    /// Certificates are checked with what the server sent and what is here: nothing is fetched (AIA, OCSP, CRLs).
    private static X509ExtendedTrustManager of(Set<TrustAnchor> anchors) throws GeneralSecurityException {
        var parameters = new PKIXBuilderParameters(anchors, null);
        parameters.setRevocationEnabled(false);
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return only(factory);
    }

    private static X509ExtendedTrustManager system() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        @Nullable KeyStore ofTheSystem = null;
        factory.init(ofTheSystem);
        return only(factory);
    }

    private static X509ExtendedTrustManager only(TrustManagerFactory factory) {
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static List<X509Certificate> roots(Path file) {
        try (var in = Files.newInputStream(file)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) return found;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificates in PEM: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        throw new IllegalArgumentException("no certificates in PEM: " + file);
    }
}
