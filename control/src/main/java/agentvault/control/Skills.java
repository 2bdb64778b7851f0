package agentvault.control;

import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.wire.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The documents that teach an agent to use the server: by HTTP, and by the command line.
///
/// @param address where clients reach the server; empty if nobody has said
record Skills(String address) {

    private static final String MARKDOWN = "text/markdown; charset=utf-8";

    /// What stands in the documents for the server's address.
    private static final String HERE = "{{server}}";

    List<Route> routes() {
        return List.of(
                Route.anybody("GET", "/v1/skills/http", call -> markdown(forHttp(call)))
                        .orAgents(),
                Route.anybody("GET", "/v1/skills/cli", call -> markdown(text(call, "skill-cli.md")))
                        .orAgents());
    }

    /// Where whoever asks reaches the server.
    String base(Call call) {
        return address.isEmpty() ? call.visit().origin() : address;
    }

    String forHttp(Call call) {
        return text(call, "skill-http.md");
    }

    private String text(Call call, String name) {
        try (var bundled = Skills.class.getResourceAsStream(name)) {
            if (bundled == null) throw new IllegalStateException(name + " is not bundled");
            return new String(bundled.readAllBytes(), StandardCharsets.UTF_8).replace(HERE, base(call));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer markdown(String text) {
        return Answer.of(200, MARKDOWN, text.getBytes(StandardCharsets.UTF_8));
    }
}
