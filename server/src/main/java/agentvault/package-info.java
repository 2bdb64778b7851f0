/// The `agent-vault` command. Entry type: [agentvault.Main].
@NullMarked
package agentvault;

import org.jspecify.annotations.NullMarked;
