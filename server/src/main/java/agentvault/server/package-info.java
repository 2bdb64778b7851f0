/// Puts the parts of a server together. Entry type: [agentvault.server.Instance].
@NullMarked
package agentvault.server;

import org.jspecify.annotations.NullMarked;
