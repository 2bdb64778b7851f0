package agentvault.wire;

/// Answers requests in plain blocking code, each on a virtual thread of its own. What it throws is answered with an
/// internal error and told to [Events#failed].
@FunctionalInterface
public interface Handler {

    Answer answer(Request request);
}
