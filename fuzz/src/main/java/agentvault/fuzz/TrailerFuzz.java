package agentvault.fuzz;

/// Trailers, and what follows them, after a body in chunks that has ended.
public final class TrailerFuzz {

    private static final byte[] LAST_CHUNK = {'0', '\r', '\n'};

    private TrailerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > ChunkFuzz.MOST) return;
        var draw = new Draw(input);
        int piece = 1 + draw.below(64);
        byte[] trailers = draw.rest();
        byte[] bytes = new byte[LAST_CHUNK.length + trailers.length];
        System.arraycopy(LAST_CHUNK, 0, bytes, 0, LAST_CHUNK.length);
        System.arraycopy(trailers, 0, bytes, LAST_CHUNK.length, trailers.length);
        ChunkFuzz.check(bytes, piece);
    }
}
