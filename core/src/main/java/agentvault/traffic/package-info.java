/// What passed through the proxy, as it is kept for people to look at: not for anything to be decided by. It is not
/// sealed; what must not be edited is in the trail.
@NullMarked
package agentvault.traffic;

import org.jspecify.annotations.NullMarked;
