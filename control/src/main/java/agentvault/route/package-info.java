/// Requests to methods and paths, and what they are answered. Entry type: [agentvault.route.Router].
///
/// Invariants: a handler answers what it was asked or leaves with a [agentvault.route.Declined]; what that becomes on
/// the
/// wire is written in [agentvault.route.Problems] and nowhere else, and shows nothing of what went wrong inside.
@NullMarked
package agentvault.route;

import org.jspecify.annotations.NullMarked;
