/// What the operating system lets others do to this process. Entry type: [agentvault.process.Hygiene].
@NullMarked
package agentvault.process;

import org.jspecify.annotations.NullMarked;
