package agentvault.proxy;

/// Counts what the data plane does. Called on event loops: it must not wait.
public interface ProxyFigures {

    ProxyFigures NONE = new ProxyFigures() {};

    default void exchangeEnded(RequestLog.Line line) {}

    default void tunnelOpened() {}

    default void tunnelRefused(String code) {}

    default void leafSigned() {}

    /// Our own code failed.
    default void broken(Throwable cause) {}
}
