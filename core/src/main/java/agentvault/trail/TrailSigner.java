package agentvault.trail;

import java.util.function.UnaryOperator;

/// Signs checkpoints with a key that stays where it is.
public interface TrailSigner {

    /// The key's name in signature lines: at most 64 characters, without spaces.
    String keyName();

    byte[] sign(byte[] message);

    static TrailSigner of(String keyName, UnaryOperator<byte[]> sign) {
        return new TrailSigner() {
            @Override
            public String keyName() {
                return keyName;
            }

            @Override
            public byte[] sign(byte[] message) {
                return sign.apply(message);
            }
        };
    }
}
