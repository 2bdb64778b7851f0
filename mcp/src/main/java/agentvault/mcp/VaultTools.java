package agentvault.mcp;

import agentvault.cli.AgentsServer;
import agentvault.cli.AgentsServer.Said;
import agentvault.command.Failure;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// What an agent can do with a vault. Each tool is one request, and its result what the server said.
final class VaultTools {

    private static final int MOST = 256 * 1024;
    private static final int LONGEST_WAIT = 60;
    private static final int REFUSED = 400;

    private final AgentsServer server;
    private final McpJsonMapper mapper;

    VaultTools(AgentsServer server, McpJsonMapper mapper) {
        this.server = server;
        this.mapper = mapper;
    }

    List<SyncToolSpecification> all() {
        return List.of(
                tool(
                        "discover",
                        "The hosts that work now, and the names of the keys that are there",
                        true,
                        this::discover),
                tool("call", "Send a request to a service; the vault adds the key", false, this::call),
                tool(
                        "propose",
                        "Ask a person for access to a service, with the key that they have",
                        false,
                        this::propose),
                tool("proposal_status", "Whether a person has decided; waits for it if told to", true, this::status));
    }

    private SyncToolSpecification tool(
            String name, String says, boolean readOnly, Function<Map<String, Object>, CallToolResult> does) {
        var annotations = ToolAnnotations.builder()
                .title(name)
                .readOnlyHint(readOnly)
                .destructiveHint(!readOnly)
                .openWorldHint(true)
                .build();
        var tool = Tool.builder(name, mapper, schema(name))
                .description(says)
                .annotations(annotations)
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((_, request) ->
                        told(() -> does.apply(Objects.requireNonNullElse(request.arguments(), Map.of()))))
                .build();
    }

    private static String schema(String name) {
        try (InputStream in = VaultTools.class.getResourceAsStream(name + ".json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What cannot be done is told to the agent, and ends nothing.
    private static CallToolResult told(Supplier<CallToolResult> does) {
        try {
            return does.get();
        } catch (Failure failure) {
            var steps = failure.next().isEmpty() ? "" : "\nNext: " + String.join("\nNext: ", failure.next());
            return result(failure.what() + " " + failure.why() + steps, true);
        }
    }

    private CallToolResult discover(Map<String, Object> arguments) {
        return said(server.ask("GET", "/discover", Map.of(), new byte[0], MOST));
    }

    private CallToolResult propose(Map<String, Object> arguments) {
        try {
            var headers = Map.of("Content-Type", "application/json");
            return said(server.ask("POST", "/v1/proposals", headers, mapper.writeValueAsBytes(arguments), MOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CallToolResult status(Map<String, Object> arguments) {
        long id = number(arguments, "id", 0);
        long wait = Math.clamp(number(arguments, "wait_seconds", 0), 0, LONGEST_WAIT);
        return said(server.ask("GET", "/v1/proposals/" + id + "?wait=" + wait, Map.of(), new byte[0], MOST));
    }

    private CallToolResult call(Map<String, Object> arguments) {
        var outgoing = OutgoingCall.of(arguments);
        var said = server.ask(outgoing.method(), outgoing.target(), outgoing.headers(), outgoing.bytes(), MOST);
        var head = said.status() + " " + said.type() + (said.own() ? " (the vault's own answer)" : "");
        return result(head + "\n\n" + body(said), said.own());
    }

    private static CallToolResult said(Said said) {
        return result(body(said), said.status() >= REFUSED);
    }

    private static String body(Said said) {
        var text = said.text().orElse("(The body is no text.)");
        return said.cut() ? text + "\n(Cut: there was more than " + MOST / 1024 + " KiB.)" : text;
    }

    private static CallToolResult result(String text, boolean error) {
        return CallToolResult.builder().addTextContent(text).isError(error).build();
    }

    private static long number(Map<String, Object> arguments, String name, long otherwise) {
        return arguments.get(name) instanceof Number number ? number.longValue() : otherwise;
    }
}
