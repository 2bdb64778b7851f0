package agentvault.files;

import java.time.Duration;

/// How the trail's files are written.
public record TrailSettings(Durability durability, long segmentBytes, Duration checkpointAfter) {

    private static final long SEGMENT_BYTES = 64L << 20;
    private static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(10);

    public TrailSettings {
        if (segmentBytes < 1 || segmentBytes > SEGMENT_BYTES) {
            throw new IllegalArgumentException("a segment has at most 64 MiB");
        }
        if (checkpointAfter.isNegative() || checkpointAfter.isZero()) {
            throw new IllegalArgumentException("checkpoints have time between them");
        }
    }

    public static TrailSettings of(Durability durability) {
        return new TrailSettings(durability, SEGMENT_BYTES, CHECKPOINT_AFTER);
    }
}
