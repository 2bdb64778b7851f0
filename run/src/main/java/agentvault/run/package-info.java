/// The command `run`: a program behind the proxy, from its session to its end. Entry type:
/// [agentvault.run.RunCommand].
@NullMarked
package agentvault.run;

import org.jspecify.annotations.NullMarked;
