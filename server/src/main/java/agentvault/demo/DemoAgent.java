package agentvault.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The agent of the demo, a process of its own that knows what is in its environment and nothing else: it calls each
/// address it is given through its proxy, and prints its environment and what it was answered.
final class DemoAgent {

    static final String PROXY = "HTTPS_PROXY";
    static final String ROOT = "SSL_CERT_FILE";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DemoAgent() {}

    /// Prints a line for each variable, an empty one, and a line of status and body for each address.
    public static void main(String[] addresses) throws IOException, GeneralSecurityException, InterruptedException {
        System.getenv().forEach((name, value) -> System.out.println(name + "=" + value));
        System.out.println();
        var proxy = URI.create(System.getenv(PROXY));
        var session = proxy.getUserInfo().substring(0, proxy.getUserInfo().indexOf(':'));
        try (var client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
                .sslContext(trusting(Path.of(System.getenv(ROOT))))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            for (var address : addresses) {
                var request = HttpRequest.newBuilder(URI.create(address))
                        .timeout(PATIENCE)
                        .header("Proxy-Authorization", "Bearer " + session)
                        .build();
                var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                System.out.println(response.statusCode() + " " + response.body());
            }
        }
    }

    static SSLContext trusting(Path root) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(root)) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            var parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(certificate, null)), null);
            parameters.setRevocationEnabled(false);
            var managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(new CertPathTrustManagerParameters(parameters));
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        }
    }
}
