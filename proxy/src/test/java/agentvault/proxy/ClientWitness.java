package agentvault.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;

/// What clients that nobody here wrote read in the answers to one or two requests on a connection that then ends: each
/// a status and a body, or `cut`.
final class ClientWitness implements AutoCloseable {

    private final Process node;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    ClientWitness() throws IOException {
        var script = ClientWitness.class.getResource("client.js");
        node = new ProcessBuilder("node", Path.of(script.getPath()).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        address = URI.create("http://127.0.0.1:" + node.inputReader().readLine() + "/");
    }

    List<String> byNode(String method, List<String> answers) throws IOException, InterruptedException {
        var asked = Stream.concat(Stream.of(method), answers.stream().map(ClientWitness::encoded))
                .collect(Collectors.joining("\n"));
        var request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofString(asked))
                .build();
        var said = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Arrays.stream(said.split("\n", -1))
                .map(each -> new String(Base64.getDecoder().decode(each), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static String encoded(String answer) {
        return Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    List<String> byJetty(String method, List<String> answers) {
        var reader = new JettyReader();
        var parser = new HttpParser(reader);
        var all = ByteBuffer.wrap(String.join("", answers).getBytes(StandardCharsets.ISO_8859_1));
        parser.setHeadResponse(method.equals("HEAD"));
        while (all.hasRemaining() && !reader.broken) {
            parser.parseNext(all);
            if (parser.isComplete() && !parser.isClosed()) parser.reset();
        }
        if (!parser.isStart()) {
            parser.atEOF();
            parser.parseNext(all);
        }
        return reader.read;
    }

    private static final class JettyReader implements HttpParser.ResponseHandler {

        private final List<String> read = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private int status;
        private boolean broken;

        @Override
        public void startResponse(HttpVersion version, int code, String reason) {
            status = code;
            body.setLength(0);
        }

        @Override
        public boolean content(ByteBuffer item) {
            body.append(StandardCharsets.ISO_8859_1.decode(item));
            return false;
        }

        @Override
        public boolean messageComplete() {
            if (status >= 200) read.add(status + "=" + body);
            return true;
        }

        @Override
        public void earlyEOF() {
            read.add("cut");
        }

        @Override
        public void badMessage(org.eclipse.jetty.http.HttpException failure) {
            broken = true;
            read.add("none");
        }

        @Override
        public boolean headerComplete() {
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public void parsedHeader(HttpField field) {}
    }

    @Override
    public void close() {
        client.close();
        node.destroy();
    }
}
