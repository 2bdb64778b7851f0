package agentvault.rig;

/// What is measured, as it heads a column.
enum Figure {
    RATE("requests/s", 0),
    CONNECTIONS("connections/s", 0),
    SESSIONS("sessions/s", 0),
    MEDIAN("p50, µs", 0),
    TAIL("p99, µs", 0),
    CPU("CPU, µs each", 1),
    IDLE_MEMORY("RSS idle, MB", 0),
    MEMORY("RSS, MB", 0),
    TUNNEL_MEMORY("KB for each tunnel", 1),
    HEALTHY("healthy after, ms", 0),
    DONE("done after, ms", 0),
    BYTES("MB/s", 0);

    private final String heading;
    private final int digits;

    Figure(String heading, int digits) {
        this.heading = heading;
        this.digits = digits;
    }

    String heading() {
        return heading;
    }

    int digits() {
        return digits;
    }
}
