package agentvault.proxy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// A program of its own that asks with Java's client, through the proxy that its environment names, and prints what
/// it is answered: the body and the status, or the frame that comes back.
final class JavaClient {

    private static final int MOST_SECONDS = 20;

    private JavaClient() {}

    public static void main(String[] arguments) throws Exception {
        var target = URI.create(arguments[0]);
        var proxy = URI.create(System.getenv("HTTPS_PROXY"));
        var selector = ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort()));
        try (var client = HttpClient.newBuilder()
                .proxy(selector)
                .authenticator(showing(proxy.getUserInfo()))
                .build()) {
            System.out.print(target.getScheme().equals("wss") ? echo(client, target) : answer(client, target));
        }
    }

    /// Java's client takes nothing from the URL of a proxy.
    private static Authenticator showing(String userInfo) {
        int colon = userInfo.indexOf(':');
        var pair = new PasswordAuthentication(
                userInfo.substring(0, colon), userInfo.substring(colon + 1).toCharArray());
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return pair;
            }
        };
    }

    private static String answer(HttpClient client, URI target) throws IOException, InterruptedException {
        var answer = client.send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.ofString());
        return answer.body() + answer.statusCode();
    }

    private static String echo(HttpClient client, URI target) throws Exception {
        var heard = new CompletableFuture<String>();
        var socket = client.newWebSocketBuilder()
                .buildAsync(target, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.complete(text.toString());
                        return CompletableFuture.completedStage(text);
                    }

                    @Override
                    public void onError(WebSocket from, Throwable cause) {
                        heard.completeExceptionally(cause);
                    }
                })
                .get(MOST_SECONDS, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(MOST_SECONDS, TimeUnit.SECONDS);
        var text = heard.get(MOST_SECONDS, TimeUnit.SECONDS);
        socket.abort();
        return text;
    }
}
