package agentvault.wire;

import agentvault.http.Refusal;

/// How a refusal is told to the client. Called on an event loop: it computes and does not wait.
@FunctionalInterface
public interface Refusals {

    Answer answer(Refusal refusal);
}
