package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
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
        var certificate = read(pem(server));
        var digest = digest(certificate);
        var until = certificate.getNotAfter().toInstant().toString();
        var name = certificate.getSubjectX500Principal().getName();
        call.reply()
                .facts(
                        List.of(new Fact("name", name), new Fact("until", until), new Fact("SHA-256", digest)),
                        Json.object()
                                .with("name", name)
                                .with("not_after", until)
                                .with("sha256", digest));
    }

    private static String pem(Connection server) {
        var text = new StringBuilder();
        server.fetch(
                Request.get("v1", "mitm", "ca.pem"),
                body -> text.append(new String(body.readAllBytes(), StandardCharsets.US_ASCII)));
        return text.toString();
    }

    private static X509Certificate read(String pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
        } catch (CertificateException e) {
            throw Failure.of("The server sent no certificate.");
        }
    }

    private static String digest(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
