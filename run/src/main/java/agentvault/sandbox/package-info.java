/// A program in namespaces of its own, with a Unix socket for its only way out. Entry type:
/// [agentvault.sandbox.Sandbox].
@NullMarked
package agentvault.sandbox;

import org.jspecify.annotations.NullMarked;
