/// Who may do what. Entry type: [agentvault.access.Permissions], the one place that decides it.
///
/// Invariants: every operation asks the matrix; a session never exceeds its minter's grants; tokens are known by their
/// keyed hash alone.
@NullMarked
package agentvault.access;

import org.jspecify.annotations.NullMarked;
