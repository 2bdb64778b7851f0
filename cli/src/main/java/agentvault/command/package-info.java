/// The grammar of a command: its tree, its flags, its help. Entry type: [agentvault.command.Command]. Other modules
/// make
/// their own commands of these parts.
@NullMarked
package agentvault.command;

import org.jspecify.annotations.NullMarked;
