/// A client that asks the same over and over, on one thread and with little work, and counts what came back:
/// connections
/// that stay open, or a new one for each request. `Load` is where to begin.
@NullMarked
package agentvault.load;

import org.jspecify.annotations.NullMarked;
