package agentvault.ca;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.CanonicalHost;
import agentvault.workspace.Office;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The root that agents trust, and what it signs.
class CertificateAuthorityTest {

    private static final CanonicalHost HOST = new CanonicalHost("api.example.com");
    private static final int BASIC_CONSTRAINTS_LEAF = -1;

    private final Office office = Office.inMemory();
    private final CertificateAuthority authority = open();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void the_root_stays_the_same_over_starts() {
        assertThat(open().root()).isEqualTo(authority.root());
        assertThat(authority.pem()).startsWith("-----BEGIN CERTIFICATE-----\nMII");
    }

    @Test
    void the_root_signs_for_leaves_alone() throws GeneralSecurityException {
        var root = authority.root();

        assertThat(root.getBasicConstraints()).isZero();
        assertThat(root.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
        root.verify(root.getPublicKey());
    }

    @Test
    void a_leaf_lives_for_a_week_at_most_and_signs_nothing() throws GeneralSecurityException {
        var leaf = leaf(HOST);

        leaf.verify(authority.root().getPublicKey());
        leaf.checkValidity(java.util.Date.from(office.now()));
        assertThat(Duration.between(
                        leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isLessThanOrEqualTo(Duration.ofDays(7));
        assertThat(leaf.getBasicConstraints()).isEqualTo(BASIC_CONSTRAINTS_LEAF);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getNonCriticalExtensionOIDs()).contains("2.5.29.14", "2.5.29.35");
    }

    @Test
    void a_leaf_is_for_its_name_or_address() throws GeneralSecurityException {
        assertThat(leaf(HOST).getSubjectAlternativeNames()).containsExactly(List.of(2, "api.example.com"));
        assertThat(leaf(new CanonicalHost("192.0.2.7")).getSubjectAlternativeNames())
                .containsExactly(List.of(7, "192.0.2.7"));
        assertThat(leaf(new CanonicalHost("[2001:db8::1]")).getSubjectAlternativeNames())
                .containsExactly(List.of(7, "2001:db8:0:0:0:0:0:1"));
    }

    @Test
    void what_was_signed_is_kept_until_its_last_day() {
        var context = authority.sign(HOST);
        assertThat(authority.known(HOST)).containsSame(context);

        office.moveTo(office.now().plus(Duration.ofDays(5)));
        assertThat(authority.known(HOST)).containsSame(context);
        office.moveTo(office.now().plus(Duration.ofDays(1)));
        assertThat(authority.known(HOST)).isEmpty();
        assertThat(authority.sign(HOST)).isNotSameAs(context);
    }

    @Test
    void only_so_many_are_kept_and_those_that_were_asked_for_longest_ago_go_first() {
        authority.sign(HOST);
        authority.sign(new CanonicalHost("first.example.com"));
        for (int i = 0; i < 1_998; i++) authority.sign(new CanonicalHost("h" + i + ".example.com"));
        assertThat(authority.known(HOST)).isPresent();
        authority.sign(new CanonicalHost("one-more.example.com"));

        assertThat(authority.known(HOST)).isPresent();
        assertThat(authority.known(new CanonicalHost("first.example.com"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com", "192.0.2.7", "[2001:db8::1]"})
    @Tag("full")
    void openssl_accepts_a_leaf_strictly(String name, @TempDir Path folder) throws Exception {
        var host = new CanonicalHost(name);
        Files.writeString(folder.resolve("root.pem"), authority.pem());
        Files.write(folder.resolve("leaf.der"), leaf(host).getEncoded());
        var time = Long.toString(office.now().getEpochSecond());
        var bare = name.replace("[", "").replace("]", "");
        var check = host.isAddress() ? "-verify_ip" : "-verify_hostname";

        assertThat(run(folder, "openssl", "x509", "-inform", "der", "-in", "leaf.der", "-out", "leaf.pem"))
                .isZero();
        assertThat(run(
                        folder,
                        "openssl",
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-attime",
                        time,
                        check,
                        bare,
                        "-CAfile",
                        "root.pem",
                        "leaf.pem"))
                .isZero();
    }

    private static int run(Path folder, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
    }

    private X509Certificate leaf(CanonicalHost host) {
        return authority.certificate(host);
    }

    private CertificateAuthority open() {
        return CertificateAuthority.open(office.workspace.rootCertificates(), office.random(), office::now);
    }
}
