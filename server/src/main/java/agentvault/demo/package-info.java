/// `agent-vault demo`: what Agent Vault is for, shown in ten seconds on a server that is thrown away. Entry type:
/// [agentvault.demo.DemoCommand].
///
/// Invariant: nothing outside one temporary folder is read or written, and the folder is gone in the end.
@NullMarked
package agentvault.demo;

import org.jspecify.annotations.NullMarked;
