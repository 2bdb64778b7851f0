package agentvault.control;

/// Hears of failures that nobody foresaw; whoever asked is told nothing but the request's id.
@FunctionalInterface
public interface Failures {

    void failed(String request, Throwable cause);
}
