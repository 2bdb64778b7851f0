package agentvault.dial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A root of its own, and what it signs for servers.
final class Pki {

    private static final char[] NO_PASSWORD = {};
    private static final Duration DAY = Duration.ofDays(1);

    private final KeyPair keys = newKeys();
    private final X500Name name;
    private final X509Certificate root;
    private final Instant now = Instant.now();

    Pki(String name) {
        this.name = new X500Name("CN=" + name);
        this.root = signed(
                this.name, keys, new GeneralNames(new GeneralName(GeneralName.dNSName, "root")), now.minus(DAY), true);
    }

    /// What a server shows that has a certificate for these names.
    SSLContext serving(GeneralName... subjects) {
        return serving(new GeneralNames(subjects), now.minus(DAY));
    }

    /// @param from when its two days begin
    SSLContext serving(GeneralName subject, Instant from) {
        return serving(new GeneralNames(subject), from);
    }

    private SSLContext serving(GeneralNames subjects, Instant from) {
        var own = newKeys();
        return context(own.getPrivate(), signed(new X500Name("CN=server"), own, subjects, from, false), root);
    }

    /// What a server shows that vouches for itself.
    SSLContext servingRoot() {
        return context(keys.getPrivate(), root);
    }

    Instant now() {
        return now;
    }

    Path rootFile(Path folder) {
        try {
            var der = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root.getEncoded());
            return Files.writeString(
                    folder.resolve(name + ".pem"),
                    "-----BEGIN CERTIFICATE-----\n" + der + "\n-----END CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate signed(X500Name subject, KeyPair own, GeneralNames named, Instant from, boolean issues) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(from),
                            Date.from(from.plus(DAY.multipliedBy(2))),
                            subject,
                            own.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(issues))
                    .addExtension(Extension.subjectAlternativeName, false, named);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(PrivateKey key, X509Certificate... chain) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, NO_PASSWORD, chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
