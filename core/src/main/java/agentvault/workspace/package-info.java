/// The operations of a workspace. Entry type: [agentvault.workspace.Workspace]: every change is one call of its
/// `change`,
/// which asks for permission, records the intent, runs one transaction and records the outcome.
///
/// Invariants: rows are believed only with their scope's manifest; what services may do with a credential is part of
/// what its key is wrapped for; no change without its intent in the trail.
@NullMarked
package agentvault.workspace;

import org.jspecify.annotations.NullMarked;
