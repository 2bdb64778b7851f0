package agentvault.keys;

import agentvault.crypto.Randomness;
import java.security.SecureRandom;

/// The operating system's random numbers.
public final class SystemRandomness implements Randomness {

    private final SecureRandom random = new SecureRandom();

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
