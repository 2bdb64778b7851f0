package agentvault.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Secret;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningKeyTest {

    /// An example that the makers of Standard Webhooks published.
    @Test
    void it_signs_and_shows_as_standard_webhooks_does() {
        try (var key = Secret.take(Base64.getDecoder().decode("plJ3nmyCDGBKInavdOK15jsl"));
                var shown = SigningKey.shown(key)) {
            var body = "{\"event_type\":\"ping\",\"data\":{\"success\":true}}".getBytes(UTF_8);

            assertThat(SigningKey.signature(key, "msg_loFOjxBNrRLzqYUf", Instant.ofEpochSecond(1_731_705_121), body))
                    .isEqualTo("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
            assertThat(shown.<String>reveal(bytes -> new String(bytes, UTF_8)))
                    .isEqualTo("whsec_plJ3nmyCDGBKInavdOK15jsl");
        }
    }
}
