package agentvault.webhook;

import agentvault.crypto.Hash;
import agentvault.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// How a webhook's key is shown and what it signs, as Standard Webhooks has it.
public final class SigningKey {

    private static final byte[] PREFIX = "whsec_".getBytes(StandardCharsets.US_ASCII);

    private SigningKey() {}

    /// `whsec_` and the key in base64. The caller closes it.
    public static Secret shown(Secret key) {
        return key.reveal(bytes -> {
            byte[] encoded = Base64.getEncoder().encode(bytes);
            byte[] shown = Arrays.copyOf(PREFIX, PREFIX.length + encoded.length);
            System.arraycopy(encoded, 0, shown, PREFIX.length, encoded.length);
            Arrays.fill(encoded, (byte) 0);
            return Secret.take(shown);
        });
    }

    /// The value of the header `webhook-signature`.
    public static String signature(Secret key, String id, Instant at, byte[] body) {
        byte[] head = (id + "." + at.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return "v1," + Base64.getEncoder().encodeToString(Hash.hmac(key, signed));
    }
}
