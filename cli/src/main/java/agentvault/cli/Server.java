package agentvault.cli;

import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/// A server at its address: asks, and reads what it says.
record Server(Address address, Trust trust) {

    private static final int MOST_ANSWER = 16 * 1024 * 1024;
    private static final int LONG_PATIENCE_MILLIS = 300_000;
    private static final int GOOD = 200;
    private static final int NO_LONGER_GOOD = 300;

    /// What reads a long answer while it comes.
    interface Reader {
        void read(InputStream body) throws IOException;
    }

    Answer ask(Request request) {
        return ask(request, HiddenText.of(""));
    }

    /// @param token shown to the server, unless it is empty
    Answer ask(Request request, HiddenText token) {
        try (var http = sent(request, token)) {
            return answer(http);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// The same for an answer that may be too long to hold.
    Answer fetch(Request request, HiddenText token, Reader reader) {
        try (var http = sent(request, token)) {
            if (http.status() != GOOD) return answer(http);
            reader.read(http.body());
            return new Answer.Done(new Json.Nothing());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /// What makes something of an answer.
    interface Reading<T> {
        T of(Http http) throws IOException;
    }

    /// The same for any request and any answer; it may take its time.
    <T> T pass(
            String method,
            String target,
            Map<String, String> headers,
            byte[] body,
            HiddenText token,
            Reading<T> reading) {
        var all = new LinkedHashMap<>(headers);
        all.put("Authorization", "Bearer " + token.reveal(text -> text));
        try (var http = Http.send(address, trust, method, target, all, body, LONG_PATIENCE_MILLIS)) {
            return reading.of(http);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Http sent(Request request, HiddenText token) throws IOException {
        boolean bare = request.body() instanceof Json.Nothing;
        byte[] body = bare ? new byte[0] : request.body().compact().getBytes(StandardCharsets.UTF_8);
        return Http.send(
                address, trust, request.method(), request.target(), headers(token, bare), body, Http.PATIENCE_MILLIS);
    }

    private static Map<String, String> headers(HiddenText token, boolean bare) {
        var headers = new LinkedHashMap<String, String>();
        if (!token.empty()) headers.put("Authorization", "Bearer " + token.reveal(text -> text));
        headers.put("Accept", "application/json");
        if (!bare) headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "agent-vault/" + Version.NUMBER);
        headers.put("X-AV-Client", "cli/" + Version.NUMBER);
        return headers;
    }

    private Answer answer(Http http) throws IOException {
        byte[] bytes = http.body().readNBytes(MOST_ANSWER + 1);
        if (bytes.length > MOST_ANSWER) throw new IOException("its answer is longer than 16 MiB");
        var document = Json.read(new String(bytes, StandardCharsets.UTF_8));
        if (http.status() < GOOD || http.status() >= NO_LONGER_GOOD) {
            return new Answer.Refused(
                    http.status(),
                    document.orElse(Json.object()),
                    http.header("retry-after").orElse(""));
        }
        return new Answer.Done(
                document.orElseThrow(() -> Failure.of("The server at " + address + " is not Agent Vault.")
                        .because("It answered with something else than JSON.")
                        .next("agent-vault status --address " + address)));
    }

    private Failure unreachable(IOException e) {
        var failure = Failure.of("The server at " + address + " does not answer.")
                .because(reason(e))
                .exit(Exit.UNREACHABLE);
        if (e instanceof SSLException) return failure.next("export " + Trust.VARIABLE + "=ca.pem");
        return address.loopback() ? failure.next("agent-vault server") : failure.next("agent-vault status");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case ConnectException _ -> "Nothing listens there.";
            case UnknownHostException _ -> "No machine has this name.";
            case SocketTimeoutException _ -> "It said nothing for too long.";
            case SSLException _ -> "Its certificate or its TLS is not accepted: " + e.getMessage();
            case EOFException _ -> "Its answer was cut off.";
            default -> "The connection failed: " + e.getMessage() + ".";
        };
    }
}
