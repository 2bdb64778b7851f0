package agentvault.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells the bytes of a body from the bytes that frame it. A message's own instance, asked as bytes come in.
public abstract sealed class BodyFramer permits LengthFramer, ChunkFramer {

    static final int NOTHING = 0;

    private @Nullable Refusal refusal;

    BodyFramer() {}

    public static BodyFramer of(Framing framing) {
        return switch (framing) {
            case Framing.None() -> new LengthFramer(0);
            case Framing.Length(var bytes) -> new LengthFramer(bytes);
            case Framing.Chunked() -> new ChunkFramer();
            case Framing.UntilClose() -> new LengthFramer(Long.MAX_VALUE);
        };
    }

    /// Steps over what frames the body, and tells how many of its bytes follow at the new position. They count as
    /// taken. None follow when the body has ended, is refused, or needs more bytes.
    public abstract int next(ByteBuffer in);

    public abstract boolean ended();

    /// The most bytes that are still to come, frames included, or a very large number if that is not known.
    public abstract long remaining();

    /// Why the bytes are no body; nothing after them can be understood.
    public final Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    final int refuse(Refusal why) {
        refusal = why;
        return NOTHING;
    }

    final boolean refused() {
        return refusal != null;
    }
}
