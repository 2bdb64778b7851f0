package agentvault.cli;

import agentvault.command.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Which certificates a server may show: those of the system, and those in the file of `AGENT_VAULT_CA_FILE`.
record Trust(Optional<Path> file) {

    static final String VARIABLE = "AGENT_VAULT_CA_FILE";

    private static final String ALGORITHM = "PKIX";

    SSLSocketFactory sockets() {
        try {
            var context = SSLContext.getInstance("TLS");
            var managers = TrustManagerFactory.getInstance(ALGORITHM);
            var more = file.map(Trust::certificates);
            if (more.isEmpty()) managers.init((KeyStore) null);
            else managers.init(new CertPathTrustManagerParameters(parameters(more.get())));
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    private static PKIXBuilderParameters parameters(Set<X509Certificate> more) throws GeneralSecurityException {
        var system = TrustManagerFactory.getInstance(ALGORITHM);
        system.init((KeyStore) null);
        var anchors = new HashSet<TrustAnchor>();
        for (var manager : system.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusted) {
                Arrays.stream(trusted.getAcceptedIssuers()).forEach(root -> anchors.add(new TrustAnchor(root, null)));
            }
        }
        more.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        var parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        return parameters;
    }

    private static Set<X509Certificate> certificates(Path pem) {
        try (var in = Files.newInputStream(pem)) {
            var found = new HashSet<X509Certificate>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) certificate);
            }
            if (found.isEmpty()) throw unreadable(pem);
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(pem);
        }
    }

    private static Failure unreadable(Path pem) {
        return Failure.of("The certificates in " + pem + " cannot be read.")
                .because(VARIABLE + " names a file with certificates in PEM.");
    }
}
