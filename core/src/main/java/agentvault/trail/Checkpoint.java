package agentvault.trail;

import agentvault.id.Id;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A statement about a chain that its server signs: up to this sequence the chain has this head. Its text is a signed
/// note: lines, an empty line, and a line with the key's name and the signature.
public record Checkpoint(Id installation, Id instance, long epoch, Head head, Instant time) {

    /// The most records that may stand in a chain between two checkpoints.
    public static final int EVERY = 1_000;

    private static final String TITLE = "agent-vault trail checkpoint v1";
    private static final String SIGNATURE = "— ";
    private static final Pattern KEY_NAME = Pattern.compile("[!-~]{1,64}");
    private static final Pattern NOTE = Pattern.compile(
            TITLE + "\ninstallation (\\S{36})\ninstance (\\S{36})\nepoch (\\d{1,16})\nsequence (\\d{1,16})"
                    + "\nhead ([0-9a-f]{64})\ntime (\\S{1,40})\n\n" + SIGNATURE + "(\\S{1,64}) (\\S{1,200})\n");

    public Checkpoint {
        Bounds.count(epoch);
    }

    /// The note, signed now.
    public String signedBy(TrailSigner signer) {
        if (!KEY_NAME.matcher(signer.keyName()).matches()) throw new IllegalArgumentException("not a key's name");
        byte[] signature = signer.sign(body().getBytes(StandardCharsets.UTF_8));
        return note(signer.keyName(), signature);
    }

    /// Reads a note; empty unless it has exactly the form of one and the key it names has signed it.
    public static Optional<Checkpoint> read(String note, TrailVerifier verifier) {
        if (note.length() > Bounds.NOTE_BYTES) return Optional.empty();
        var parts = NOTE.matcher(note);
        if (!parts.matches()) return Optional.empty();
        try {
            var checkpoint = new Checkpoint(
                    Id.of(UUID.fromString(parts.group(1))),
                    Id.of(UUID.fromString(parts.group(2))),
                    Long.parseLong(parts.group(3)),
                    new Head(
                            Long.parseLong(parts.group(4)),
                            Hash.ofBytes(HexFormat.of().parseHex(parts.group(5)))),
                    Instant.parse(parts.group(6)));
            byte[] signature = Base64.getDecoder().decode(parts.group(8));
            byte[] body = checkpoint.body().getBytes(StandardCharsets.UTF_8);
            boolean good = note.equals(checkpoint.note(parts.group(7), signature))
                    && verifier.verifies(parts.group(7), body, signature);
            return good ? Optional.of(checkpoint) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException _) {
            return Optional.empty();
        }
    }

    private String note(String keyName, byte[] signature) {
        return body() + "\n" + SIGNATURE + keyName + " " + Base64.getEncoder().encodeToString(signature) + "\n";
    }

    private String body() {
        return """
                %s
                installation %s
                instance %s
                epoch %d
                sequence %d
                head %s
                time %s
                """.formatted(TITLE, installation, instance, epoch, head.sequence(), head.hash(), time);
    }
}
