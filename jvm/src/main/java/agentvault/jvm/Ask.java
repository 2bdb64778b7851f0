package agentvault.jvm;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A Java program that asks for one address and does not look at the answer, for whoever wants to know whether Java
/// programs get through. It says the version first.
public final class Ask {

    private Ask() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        System.out.println(System.getProperty("java.version"));
        String address = System.getenv("URL");
        if (address == null) return;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        } catch (NoClassDefFoundError e) {
            older(address);
        }
    }

    /// Before 11 there was no other client.
    private static void older(String address) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.getResponseCode();
    }
}
