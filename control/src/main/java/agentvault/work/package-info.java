/// What the cloud protocols of Qoder and Anthropic do with vaults: agent definitions, environments, and the sessions
/// that use vaults. Entry type: [agentvault.work.WorkRoutes].
///
/// Invariants: a session's token is answered when it is made and never again; a work session is its maker's alone; its
/// token lives seven days at most.
@NullMarked
package agentvault.work;

import org.jspecify.annotations.NullMarked;
