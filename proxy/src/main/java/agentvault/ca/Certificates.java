package agentvault.ca;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Randomness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Writes certificates in the form that strict clients accept: with identifiers of keys, and nothing that contradicts.
final class Certificates {

    /// With what lies before its making, a week.
    static final Duration LEAF_LIFE = Duration.ofDays(7).minusHours(1);

    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    /// Clocks of clients go wrong, too.
    private static final Duration BEFORE = Duration.ofHours(1);
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BYTES = 16;
    private static final int LONGEST_COMMON_NAME = 64;

    private final Randomness random;

    Certificates(Randomness random) {
        this.random = random;
    }

    /// @param name what tells it from the roots of other installations
    X509Certificate root(KeyPair keys, String name, Instant now) {
        try {
            var subject = new X500NameBuilder()
                    .addRDN(BCStyle.O, "Agent Vault")
                    .addRDN(BCStyle.CN, "Agent Vault Root CA " + name)
                    .build();
            var identifiers = new JcaX509ExtensionUtils();
            var builder = begun(subject, subject, keys.getPublic(), now, now.plus(ROOT_LIFE))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            identifiers.createSubjectKeyIdentifier(keys.getPublic()));
            return signed(builder, keys.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a root certificate cannot be written", e);
        }
    }

    X509Certificate leaf(X509Certificate root, PrivateKey rootKey, PublicKey key, CanonicalHost host, Instant now) {
        try {
            var until = now.plus(LEAF_LIFE);
            var end = root.getNotAfter().toInstant().isBefore(until)
                    ? root.getNotAfter().toInstant()
                    : until;
            var issuer = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
            var identifiers = new JcaX509ExtensionUtils();
            var builder = begun(issuer, subject(host), key, now, end)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name(host)))
                    .addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(root.getPublicKey()));
            return signed(builder, rootKey);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }

    static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate", e);
        }
    }

    private X509v3CertificateBuilder begun(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant until) {
        byte[] serial = random.bytes(SERIAL_BYTES);
        serial[0] = (byte) ((serial[0] & 0x3f) | 0x40); // positive, and always as long
        return new JcaX509v3CertificateBuilder(
                issuer, new BigInteger(serial), Date.from(now.minus(BEFORE)), Date.from(until), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey by)
            throws OperatorCreationException, IOException {
        return read(
                builder.build(new JcaContentSignerBuilder(SIGNATURE).build(by)).getEncoded());
    }

    /// What the certificate is for stands in the alternative name; the subject is for people.
    private static X500Name subject(CanonicalHost host) {
        boolean fits = host.text().length() <= LONGEST_COMMON_NAME;
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, fits ? host.text() : "Agent Vault")
                .build();
    }

    private static GeneralName name(CanonicalHost host) {
        var text = host.text().startsWith("[")
                ? host.text().substring(1, host.text().length() - 1)
                : host.text();
        return new GeneralName(host.isAddress() ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }
}
