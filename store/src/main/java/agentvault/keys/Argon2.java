package agentvault.keys;

import agentvault.crypto.Secret;
import java.nio.ByteBuffer;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id, and what one run of it costs.
final class Argon2 {

    static final int SALT_BYTES = 16;
    static final int OUTPUT_BYTES = 32;

    private static final int MAX_MEMORY_KIB = 1 << 21;
    private static final int MAX_PASSES = 64;
    private static final int MAX_LANES = 64;

    private Argon2() {}

    record Cost(int memoryKib, int passes, int lanes) {

        static final int BYTES = 3 * Integer.BYTES;

        static Cost readFrom(ByteBuffer in) {
            return new Cost(in.getInt(), in.getInt(), in.getInt());
        }

        void writeTo(ByteBuffer out) {
            out.putInt(memoryKib).putInt(passes).putInt(lanes);
        }

        /// Costs that would exhaust the machine are not paid: somebody may have written them into the database.
        boolean bearable() {
            return memoryKib >= 8
                    && memoryKib <= MAX_MEMORY_KIB
                    && passes >= 1
                    && passes <= MAX_PASSES
                    && lanes >= 1
                    && lanes <= MAX_LANES;
        }
    }

    static Secret stretch(Secret password, byte[] salt, Cost cost) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] out = new byte[OUTPUT_BYTES];
        password.reveal(bytes -> generator.generateBytes(bytes, out));
        return Secret.take(out);
    }
}
