package agentvault.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519SignerTest {

    private static final HexFormat HEX = HexFormat.of();

    private final Ed25519Signer signer = new Ed25519Signer(
            Secret.take(HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));

    @Test
    void signs_the_first_message_of_rfc_8032_as_the_rfc_does() {
        assertThat(HEX.formatHex(signer.publicKey()))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HEX.formatHex(signer.sign(new byte[0])))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
                        + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void a_signature_holds_for_its_message_and_key_alone() {
        byte[] signature = signer.sign(new byte[] {1});
        var other = new Ed25519Signer(Secret.take(new byte[32]));

        assertThat(Ed25519Signer.verifies(signer.publicKey(), new byte[] {1}, signature))
                .isTrue();
        assertThat(Ed25519Signer.verifies(signer.publicKey(), new byte[] {2}, signature))
                .isFalse();
        assertThat(Ed25519Signer.verifies(other.publicKey(), new byte[] {1}, signature))
                .isFalse();
    }

    @Test
    void the_jdk_finds_a_signature_as_good() throws GeneralSecurityException {
        byte[] encoded = HEX.parseHex("302a300506032b6570032100" + HEX.formatHex(signer.publicKey()));
        var verification = Signature.getInstance("Ed25519");
        verification.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verification.update((byte) 1);

        assertThat(verification.verify(signer.sign(new byte[] {1}))).isTrue();
    }

    @Test
    void bytes_that_are_no_key_or_no_signature_verify_nothing() {
        assertThat(Ed25519Signer.verifies(new byte[31], new byte[0], new byte[64]))
                .isFalse();
        assertThat(Ed25519Signer.verifies(signer.publicKey(), new byte[0], new byte[3]))
                .isFalse();
    }

    @Test
    void a_seed_of_another_length_is_refused() {
        assertThatThrownBy(() -> new Ed25519Signer(Secret.take(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
