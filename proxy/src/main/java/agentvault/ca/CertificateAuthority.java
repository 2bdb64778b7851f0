package agentvault.ca;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Hash;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.crypto.SigningKeys;
import agentvault.workspace.RootCertificates;
import io.netty.handler.ssl.SslContext;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signs for the names that tunnels are opened to, with the root that agents trust. What it signed is kept for a while,
/// ready for handshakes.
public final class CertificateAuthority {

    private static final int MOST_KEPT = 2_000;
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(1);

    private final X509Certificate root;
    private final PrivateKey rootKey;
    private final Certificates certificates;
    private final InstantSource clock;
    private final Map<CanonicalHost, Leaf> leaves = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable KeyPair leafKey;

    private record Leaf(SslContext context, Instant end) {}

    private CertificateAuthority(
            X509Certificate root, PrivateKey rootKey, Certificates certificates, InstantSource clock) {
        this.root = root;
        this.rootKey = rootKey;
        this.certificates = certificates;
        this.clock = clock;
    }

    /// Opens the installation's root, or makes it at the first start.
    public static CertificateAuthority open(RootCertificates kept, Randomness random, InstantSource clock) {
        var certificates = new Certificates(random);
        try (var pair = kept.current(() -> made(certificates, random, clock))) {
            var root = Certificates.read(pair.certificate().bytes());
            return new CertificateAuthority(root, SigningKeys.privateKey(pair.privateKey()), certificates, clock);
        }
    }

    private static RootCertificates.Pair made(Certificates certificates, Randomness random, InstantSource clock) {
        var keys = SigningKeys.generate();
        var root = certificates.root(keys, random.id().toString().substring(0, 8), clock.instant());
        var key = Secret.take(keys.getPrivate().getEncoded());
        return new RootCertificates.Pair(Octets.of(encoded(root)), key);
    }

    /// What a server for this name speaks TLS with, if it was signed for lately.
    public synchronized Optional<SslContext> known(CanonicalHost host) {
        var leaf = leaves.get(host);
        boolean good = leaf != null && clock.instant().plus(RENEWED_BEFORE_END).isBefore(leaf.end());
        return leaf != null && good ? Optional.of(leaf.context()) : Optional.empty();
    }

    /// Signs for a name. It takes a millisecond: whoever asks for many is slowed down by whoever asks here.
    public synchronized SslContext sign(CanonicalHost host) {
        var certificate = certificate(host);
        var context = TunnelTls.context(new OneKey(leafKey().getPrivate(), certificate, root));
        leaves.put(host, new Leaf(context, certificate.getNotAfter().toInstant()));
        if (leaves.size() > MOST_KEPT) leaves.remove(leaves.keySet().iterator().next());
        return context;
    }

    synchronized X509Certificate certificate(CanonicalHost host) {
        return certificates.leaf(root, rootKey, leafKey().getPublic(), host, clock.instant());
    }

    /// One key for all names, made when the first is signed for: a start does not wait for it.
    private KeyPair leafKey() {
        var made = leafKey == null ? SigningKeys.generate() : leafKey;
        leafKey = made;
        return made;
    }

    public X509Certificate root() {
        return root;
    }

    /// The root as clients take it: PEM.
    public String pem() {
        return pem("CERTIFICATE", encoded(root));
    }

    public String name() {
        return root.getSubjectX500Principal().getName();
    }

    public Instant until() {
        return root.getNotAfter().toInstant();
    }

    /// The root's digest, as its clients compare it: in hexadecimal digits.
    public String sha256() {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(Hash.sha256(encoded(root)));
    }

    static String pem(String what, byte[] der) {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + what + "-----\n" + encoder.encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was made here has a form", e);
        }
    }
}
