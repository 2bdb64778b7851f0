package agentvault.child;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// The roots that a program trusts: those of the system, those that the operator's variables name, and ours.
///
/// @param all for clients that trust a file instead of the system
/// @param added for clients that trust a file besides the system: the operator's own additions, and ours
record Certificates(Set<X509Certificate> all, Set<X509Certificate> added) {

    /// Where systems keep their roots in one file: Debian, Red Hat (two), SUSE, Alpine and macOS, FreeBSD.
    static final List<Path> SYSTEM = Stream.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/ssl/cert.pem",
                    "/usr/local/share/certs/ca-root-nss.crt")
            .map(Path::of)
            .toList();

    /// Clients take the certificates of these besides those of the system.
    static final List<String> ADDING = List.of("NODE_EXTRA_CA_CERTS", "DENO_CERT");

    /// Clients take the certificates of these instead: each gets the whole bundle.
    static final List<String> REPLACING = List.of(
            "SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "GIT_SSL_CAINFO",
            "PIP_CERT",
            "AWS_CA_BUNDLE",
            "CARGO_HTTP_CAINFO",
            "npm_config_cafile",
            "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
            "HTTPLIB2_CA_CERTS",
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
            "BUNDLE_SSL_CA_CERT",
            "NIX_SSL_CERT_FILE",
            "PERL_LWP_SSL_CA_FILE",
            "HEX_CACERTS_PATH");

    private static final String FOLDERS = "SSL_CERT_DIR";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /// @param rootPem ours
    /// @param places where the system's may be; if they are in none, those of this Java are taken
    static Certificates merged(String rootPem, Map<String, String> theirs, List<Path> places) {
        var files = new Bundles();
        var added = new LinkedHashSet<String>();
        named(ADDING, theirs).forEach(file -> added.addAll(files.blocks(file)));
        added.addAll(blocks(rootPem));
        var all = new LinkedHashSet<>(system(places, files));
        Stream.concat(named(REPLACING, theirs), inFolders(theirs)).forEach(file -> all.addAll(files.blocks(file)));
        all.addAll(added);
        var read = new LinkedHashMap<String, X509Certificate>();
        all.forEach(block -> parsed(block).ifPresent(certificate -> read.put(block, certificate)));
        if (!read.keySet().containsAll(blocks(rootPem)) || blocks(rootPem).isEmpty())
            throw new IllegalArgumentException("the proxy's root is no certificate");
        var ofAdded = new LinkedHashMap<>(read);
        ofAdded.keySet().retainAll(added);
        return new Certificates(new LinkedHashSet<>(read.values()), new LinkedHashSet<>(ofAdded.values()));
    }

    private static Set<String> system(List<Path> places, Bundles files) {
        return places.stream()
                .map(files::blocks)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseGet(() -> blocks(pem(ofThisJava())));
    }

    private static Set<X509Certificate> ofThisJava() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            var found = new LinkedHashSet<X509Certificate>();
            for (var manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trusting)
                    found.addAll(Arrays.asList(trusting.getAcceptedIssuers()));
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no roots", e);
        }
    }

    private static Stream<Path> named(List<String> variables, Map<String, String> theirs) {
        return variables.stream()
                .map(name -> theirs.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    private static Stream<Path> inFolders(Map<String, String> theirs) {
        return Stream.of(theirs.getOrDefault(FOLDERS, "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .flatMap(folder -> files(folder).stream());
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Files of certificates, each read once: many variables name the same one.
    private static final class Bundles {

        private final Map<Path, Set<String>> read = new HashMap<>();

        /// What cannot be read would not have been trusted either.
        Set<String> blocks(Path file) {
            try {
                var real = file.toRealPath();
                if (!Files.isRegularFile(real)) return Set.of();
                var known = read.get(real);
                if (known != null) return known;
                var found = Certificates.blocks(new String(Files.readAllBytes(real), StandardCharsets.ISO_8859_1));
                read.put(real, found);
                return found;
            } catch (IOException e) {
                return Set.of();
            }
        }
    }

    /// As texts, so that a certificate which several files hold is parsed once.
    private static Set<String> blocks(String pem) {
        return BLOCK.matcher(pem)
                .results()
                .map(block -> SPACES.matcher(block.group(1)).replaceAll(""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// One by one: bundles hold old certificates that this Java does not take, which is no reason to lose the others.
    private static Optional<X509Certificate> parsed(String block) {
        try (var in = new ByteArrayInputStream(Base64.getDecoder().decode(block))) {
            return Optional.of(
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String pem(Set<X509Certificate> certificates) {
        var blocks = new ArrayList<String>();
        for (var each : certificates) {
            try {
                blocks.add("-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(each.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a certificate that was read cannot be written", e);
            }
        }
        return String.join("", blocks);
    }

    /// As Java's `javax.net.ssl.trustStore` takes it: of the oldest kind, that every Java reads without a password.
    byte[] trustStore() {
        try {
            var nothing = new KeyStore.PasswordProtection("changeit".toCharArray());
            var store = KeyStore.Builder.newInstance("JKS", null, nothing).getKeyStore();
            int number = 0;
            for (var each : all) store.setCertificateEntry("root" + number++, each);
            var bytes = new ByteArrayOutputStream();
            store.store(bytes, nothing.getPassword());
            return bytes.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no key store of that kind", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
