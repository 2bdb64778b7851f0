/// The certificates that agents see in tunnels. Entry type: [agentvault.ca.CertificateAuthority].
///
/// Invariants: one root, which signs for names and addresses and for nothing that signs; leaves live for a week at
/// most,
/// their key only in memory; who asks for names without end is slowed down.
@NullMarked
package agentvault.ca;

import org.jspecify.annotations.NullMarked;
