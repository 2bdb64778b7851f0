package agentvault.child;

import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Anybody's Java program: asks for a URL with one of Java's clients and prints the status.
final class JavaProgram {

    private JavaProgram() {}

    /// @param words which client, the URL, and perhaps the port of a proxy of its own
    public static void main(String[] words) throws Exception {
        var url = URI.create(words[1]);
        int port = words.length > 2 ? Integer.parseInt(words[2]) : 0;
        System.out.println(
                switch (words[0]) {
                    case "client" -> ask(HttpClient.newBuilder(), url, port);
                    case "authenticating" -> ask(HttpClient.newBuilder().authenticator(new Known()), url, port);
                    case "connection" -> connect(url, port);
                    case "libraries" -> find("org.objectweb.asm.ClassReader");
                    default -> throw new IllegalArgumentException(words[0]);
                });
    }

    private static int ask(HttpClient.Builder builder, URI url, int port) throws Exception {
        if (port > 0) builder.proxy(ProxySelector.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)));
        try (var client = builder.build()) {
            return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static int connect(URI url, int port) throws Exception {
        var other = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        var connection =
                port > 0 ? url.toURL().openConnection(other) : url.toURL().openConnection();
        return ((HttpURLConnection) connection).getResponseCode();
    }

    private static String find(String name) {
        try {
            return Class.forName(name).getName();
        } catch (ClassNotFoundException e) {
            return "none";
        }
    }

    private static final class Known extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication("ann", "secret".toCharArray());
        }
    }
}
