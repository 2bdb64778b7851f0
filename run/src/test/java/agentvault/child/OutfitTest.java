package agentvault.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutfitTest {

    private static final String URL = "http://av_token:my%20vault@127.0.0.1:14322";

    private static final List<String> PROXIES = List.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "GRPC_PROXY",
            "grpc_proxy",
            "CARGO_HTTP_PROXY",
            "npm_config_proxy",
            "npm_config_https_proxy");

    private static final List<String> BUNDLES = List.of(
            "SSL_CERT_FILE",
            "CURL_CA_BUNDLE",
            "REQUESTS_CA_BUNDLE",
            "GIT_SSL_CAINFO",
            "PIP_CERT",
            "AWS_CA_BUNDLE",
            "CARGO_HTTP_CAINFO",
            "npm_config_cafile",
            "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE",
            "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH",
            "BUNDLE_SSL_CA_CERT");

    @TempDir
    private static Path roots;

    private static String ours = "";
    private static String extra = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws Exception {
        ours = root("ours");
        extra = root("extra");
    }

    private static String root(String name) throws IOException, InterruptedException {
        var pem = roots.resolve(name + ".pem");
        var store = roots.resolve(name + ".p12");
        Site.keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name);
        Site.keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
        return Files.readString(pem);
    }

    private static Way way(Way.Token token) {
        var proxy = InetSocketAddress.createUnresolved("127.0.0.1", 14322);
        return new Way(proxy, "http://127.0.0.1:14321", token, "my vault");
    }

    private Outfit prepared(Map<String, String> theirs) {
        return Outfit.prepare(folder, folder, way(Way.Token.of("av_token")), ours, theirs);
    }

    @Test
    void every_proxy_variable_names_the_proxy_in_both_cases() {
        var theirs = new HashMap<String, String>();
        PROXIES.forEach(name -> theirs.put(name, "http://proxy.corp:3128"));

        var variables = prepared(theirs).variables();

        assertThat(PROXIES).allSatisfy(name -> assertThat(variables).containsEntry(name, URL));
        assertThat(variables)
                .containsEntry("NO_PROXY", "localhost,127.0.0.1,::1")
                .containsEntry("no_proxy", "localhost,127.0.0.1,::1")
                .containsEntry("NODE_USE_ENV_PROXY", "1")
                .containsEntry("CLOUDSDK_PROXY_TYPE", "http")
                .containsEntry("CLOUDSDK_PROXY_ADDRESS", "127.0.0.1")
                .containsEntry("CLOUDSDK_PROXY_PORT", "14322")
                .containsEntry("RSYNC_PROXY", "av_token:my%20vault@127.0.0.1:14322");
    }

    @Test
    void the_protocols_own_variables_are_there() {
        assertThat(prepared(Map.of()).variables())
                .containsEntry("AGENT_VAULT_ADDR", "http://127.0.0.1:14321")
                .containsEntry("AGENT_VAULT_TOKEN", "av_token")
                .containsEntry("AGENT_VAULT_SESSION_TOKEN", "av_token")
                .containsEntry("AGENT_VAULT_VAULT", "my vault");
    }

    @Test
    void in_a_sandbox_there_is_no_token_and_no_agent() {
        var outfit =
                Outfit.prepare(folder, Path.of("/outfit"), way(Way.Token.none()), ours, Map.of("NO_PROXY", "10.1.2.3"));

        assertThat(outfit.variables())
                .containsEntry("https_proxy", "http://127.0.0.1:14322")
                .containsEntry("NO_PROXY", "localhost,127.0.0.1,::1")
                .containsEntry("AGENT_VAULT_TOKEN", "sandbox")
                .containsEntry("SSL_CERT_FILE", "/outfit/ca.pem");
        assertThat(outfit.variables().get("JAVA_TOOL_OPTIONS"))
                .contains("-Dhttps.proxyPort=14322")
                .doesNotContain("javaagent");
    }

    @Test
    void the_bundle_is_of_the_systems_roots_the_operators_and_ours() throws Exception {
        var variables = prepared(
                        Map.of("REQUESTS_CA_BUNDLE", roots.resolve("extra.pem").toString()))
                .variables();

        var bundle = variables.get("SSL_CERT_FILE");
        assertThat(BUNDLES).allSatisfy(name -> assertThat(variables).containsEntry(name, bundle));
        assertThat(parsed(Path.of(bundle)))
                .containsAll(parsed(ours))
                .containsAll(parsed(extra))
                .hasSizeGreaterThan(10);
        assertThat(parsed(Path.of(variables.get("SSL_CERT_DIR"), "ca.pem"))).isEqualTo(parsed(Path.of(bundle)));
        var store = KeyStore.getInstance(folder.resolve("trust.jks").toFile(), (char[]) null);
        assertThat(store.size()).isEqualTo(parsed(Path.of(bundle)).size());
    }

    @Test
    void what_adds_to_a_clients_own_roots_has_ours_and_what_the_operator_added() throws Exception {
        var variables = prepared(
                        Map.of("NODE_EXTRA_CA_CERTS", roots.resolve("extra.pem").toString()))
                .variables();

        var added = variables.get("NODE_EXTRA_CA_CERTS");
        assertThat(variables).containsEntry("DENO_CERT", added);
        assertThat(parsed(Path.of(added)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(parsed(ours), parsed(extra))
                        .flatMap(List::stream)
                        .toList());
        assertThat(parsed(Path.of(variables.get("SSL_CERT_FILE")))).containsAll(parsed(extra));
    }

    @Test
    void a_system_without_a_bundle_has_the_roots_of_this_java() {
        var certificates = Certificates.merged(ours, Map.of(), List.of(folder.resolve("none")));

        assertThat(certificates.all()).hasSizeGreaterThan(10);
        assertThat(certificates.added()).hasSize(1);
    }

    @Test
    void a_certificate_that_cannot_be_read_costs_no_other() throws Exception {
        var broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + extra + "rest";
        Files.writeString(roots.resolve("broken.pem"), broken);

        var certificates = Certificates.merged(
                ours, Map.of("SSL_CERT_FILE", roots.resolve("broken.pem").toString()), List.of());

        assertThat(certificates.all())
                .containsAll(Certificates.merged(extra, Map.of(), List.of()).added());
    }

    @Test
    void what_the_operator_tells_java_and_node_is_kept() {
        var variables = prepared(Map.of(
                        "JAVA_TOOL_OPTIONS", "-Xmx1g -Dhttps.proxyHost=proxy.corp",
                        "_JAVA_OPTIONS", "-Djavax.net.ssl.trustStore=/corp.jks -Dfile.encoding=UTF-8",
                        "MAVEN_OPTS", "-Xss2m -Dhttp.proxyPort=3128",
                        "NODE_OPTIONS", "--max-old-space-size=4096",
                        "PHP_INI_SCAN_DIR", "/corp/php"))
                .variables();

        assertThat(variables.get("JAVA_TOOL_OPTIONS"))
                .startsWith("-Xmx1g -Dhttp.proxyHost=127.0.0.1 ")
                .doesNotContain("proxy.corp");
        assertThat(variables)
                .containsEntry("_JAVA_OPTIONS", "-Dfile.encoding=UTF-8")
                .containsEntry("MAVEN_OPTS", "-Xss2m")
                .containsEntry("NODE_OPTIONS", "--max-old-space-size=4096 --require " + folder.resolve("preload.cjs"))
                .containsEntry("PHP_INI_SCAN_DIR", "/corp/php:" + folder.resolve("php"));
    }

    @Test
    void what_java_prints_has_no_token() {
        assertThat(prepared(Map.of()).variables().get("JAVA_TOOL_OPTIONS"))
                .doesNotContain("av_token")
                .contains("-javaagent:" + folder.resolve("jvm.jar") + "=127.0.0.1:14322");
    }

    @Test
    void gits_own_settings_are_added_to() {
        assertThat(prepared(Map.of("GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "user.name"))
                        .variables())
                .containsEntry("GIT_CONFIG_COUNT", "2")
                .containsEntry("GIT_CONFIG_KEY_1", "http.proxy")
                .containsEntry("GIT_CONFIG_VALUE_1", URL)
                .doesNotContainKey("GIT_CONFIG_KEY_0");
    }

    @Test
    void wgets_settings_are_kept_but_for_proxies_roots_and_secrets() throws Exception {
        var home = Files.createDirectory(roots.resolve("home"));
        Files.writeString(home.resolve(".wgetrc"), """
                tries = 3
                # a remark
                Https-Proxy = http://proxy.corp:3128
                use_proxy = off
                password = hunter2
                http_user = ann
                user_agent = corp
                header = Authorization: hunter2
                ca_certificate = /corp.pem
                """);

        var wgetrc = prepared(Map.of("HOME", home.toString())).variables().get("WGETRC");

        assertThat(Path.of(wgetrc)).hasContent("""
                tries = 3
                # a remark
                user_agent = corp
                ca_certificate = %s
                """.formatted(folder.resolve("ca.pem")));
    }

    @Test
    void no_file_holds_the_token_and_all_are_their_owners_alone() throws Exception {
        prepared(Map.of());

        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
                assertThat(Files.readAllBytes(file))
                        .asString()
                        .as(file.toString())
                        .doesNotContain("av_token");
            }
        }
    }

    @Test
    void it_does_not_print_the_token() {
        assertThat(prepared(Map.of())).asString().doesNotContain("av_token");
        assertThat(way(Way.Token.of("av_token"))).asString().doesNotContain("av_token");
    }

    private static List<Certificate> parsed(Path file) throws Exception {
        return parsed(Files.readString(file));
    }

    private static List<Certificate> parsed(String pem) throws Exception {
        return List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
    }
}
