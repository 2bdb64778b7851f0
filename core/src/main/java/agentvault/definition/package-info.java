/// What the cloud faces call an agent and a session. Entry types: [agentvault.definition.Definition],
/// [agentvault.definition.ToolVariable], [agentvault.definition.WorkSession], [agentvault.definition.Environment].
///
/// Invariant: the value of a tool variable is sealed for its definition and name, and no face returns it.
@NullMarked
package agentvault.definition;

import org.jspecify.annotations.NullMarked;
