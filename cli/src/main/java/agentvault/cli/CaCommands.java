package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `ca`: the certificate that clients of the forward proxy trust.
final class CaCommands {

    private static final Argument FILE = Argument.optional("FILE", "Where to; otherwise it is printed.");

    private CaCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.open("fetch", "Get the certificate, as PEM", CaCommands::fetch)
                        .example("agent-vault ca fetch ca.pem", "Keep it for curl --cacert ca.pem")
                        .takes(FILE),
                Remote.open("info", "Show whose certificate it is, how long it holds, and its digest", CaCommands::info)
                        .example("agent-vault ca info", "Compare it with the one a client trusts"));
    }

    private static void fetch(Call call, Connection server) {
        var pem = pem(server);
        if (call.maybe(FILE).isEmpty()) {
            call.terminal().answer().print(pem);
            call.terminal().answer().flush();
            return;
        }
        var file = call.environment().folder().resolve(call.one(FILE));
        write(file, pem);
        call.reply().done("Wrote " + file + ".", Json.object().with("file", file.toString()));
    }

    private static void write(Path file, String pem) {
        try {
            Files.writeString(file, pem);
        } catch (IOException e) {
            throw Failure.of(file + " cannot be written (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static void info(Call call, Connection server) {
        var document = server.send(Request.get("v1", "mitm", "ca"));
        call.reply()
                .facts(
                        List.of(
                                new Fact("name", document.text("name")),
                                new Fact("until", document.text("not_after")),
                                new Fact("SHA-256", document.text("sha256")),
                                new Fact("port", document.text("port"))),
                        document);
    }

    private static String pem(Connection server) {
        var text = new StringBuilder();
        server.fetch(
                Request.get("v1", "mitm", "ca.pem"),
                body -> text.append(new String(body.readAllBytes(), StandardCharsets.US_ASCII)));
        return text.toString();
    }
}
