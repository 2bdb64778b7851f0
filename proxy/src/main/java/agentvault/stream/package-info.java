/// Where MCP servers that speak over an event stream have told their clients to post messages. Entry type:
/// [agentvault.stream.OpenStreams].
///
/// Invariants: only the first event of a stream is read, and at most 64 KiB of it; it can name nothing but a path and a
/// query of the very server that sent it; it counts for whoever opened the stream, and until the stream is over.
@NullMarked
package agentvault.stream;

import org.jspecify.annotations.NullMarked;
