package agentvault.http;

/// How large a head may be: characters of the method and of the target, bytes in all, and header lines.
public record HeadLimits(int method, int target, int bytes, int fields) {

    public static final HeadLimits STANDARD = new HeadLimits(32, 8 * 1024, 32 * 1024, 100);

    /// What upstreams may answer with.
    public static final HeadLimits RESPONSE = new HeadLimits(1, 1, 64 * 1024, 100);

    public HeadLimits {
        if (method < 1 || target < 1 || fields < 1) throw new IllegalArgumentException("limits are positive");
        if (bytes < 64) throw new IllegalArgumentException("a head needs at least 64 bytes");
    }
}
