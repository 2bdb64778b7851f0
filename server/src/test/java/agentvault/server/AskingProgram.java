package agentvault.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A program of somebody who knows nothing of proxies: it prints what is at an address.
final class AskingProgram {

    private AskingProgram() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(words[0])).build();
        try (var client = HttpClient.newHttpClient()) {
            System.out.print(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }
}
