package agentvault.probe;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.question.Question;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// The first words to an MCP server: an `initialize` of its Streamable HTTP transport, or the opening of a stream of
/// the
/// transport before it.
public final class Initialize {

    private static final String MESSAGE = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
        "clientInfo":{"name":"agent-vault","version":"1"}}}\
        """;

    private Initialize() {}

    /// Without showing anything.
    public static Question.Wording bare(Endpoint endpoint) {
        return out -> {
            ascii(out, head("POST", endpoint) + posted());
            ascii(out, "\r\n" + MESSAGE);
        };
    }

    static Question.Wording with(Endpoint endpoint, Secret token) {
        return out -> {
            ascii(out, head("POST", endpoint) + posted());
            authorization(out, token);
            ascii(out, "\r\n" + MESSAGE);
        };
    }

    static Question.Wording stream(Endpoint endpoint, Secret token) {
        return out -> {
            ascii(out, head("GET", endpoint) + "Accept: text/event-stream\r\n");
            authorization(out, token);
            ascii(out, "\r\n");
        };
    }

    private static String head(String method, Endpoint endpoint) {
        return method + " " + endpoint.target() + " HTTP/1.1\r\nHost: " + endpoint.authority()
                + "\r\nUser-Agent: agent-vault\r\nAccept-Encoding: identity\r\nConnection: close\r\n";
    }

    private static String posted() {
        return "Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nContent-Length: "
                + MESSAGE.length() + "\r\n";
    }

    private static void authorization(ByteBuf out, Secret token) {
        ascii(out, "Authorization: Bearer ");
        token.reveal(out::writeBytes);
        ascii(out, "\r\n");
    }

    private static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
