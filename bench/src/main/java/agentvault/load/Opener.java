package agentvault.load;

/// Opens lines.
@FunctionalInterface
interface Opener {
    void open(Trip trip, Line.Listener listener);
}
