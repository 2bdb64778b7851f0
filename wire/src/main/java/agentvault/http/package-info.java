/// HTTP/1.1 as bytes: heads and bodies are read strictly or refused with a [agentvault.http.Refusal]. Entry types:
/// [agentvault.http.HeadReader] for requests, [agentvault.http.ResponseReader] for responses, and
/// [agentvault.http.BodyFramer] for the bodies of both.
///
/// Invariants: nothing is repaired; what was read is a function of the bytes alone, not of the pieces they came in; the
/// memory a message takes is bounded by limits; nothing here does I/O or knows who does.
@NullMarked
package agentvault.http;

import org.jspecify.annotations.NullMarked;
