package agentvault.crypto;

import agentvault.id.Id;

/// Where random bytes come from; the operating system's generator in production.
@FunctionalInterface
public interface Randomness {

    void fill(byte[] bytes);

    default byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        fill(bytes);
        return bytes;
    }

    default Id id() {
        return Id.ofRandom(bytes(Id.BYTES));
    }

    default Secret secret(int length) {
        return Secret.take(bytes(length));
    }
}
