/// What guards the root key on this machine: [agentvault.keys.MasterPassword] and [agentvault.keys.KeyFile].
///
/// Invariant: neither the password nor the file's bytes are ever written into the data directory.
@NullMarked
package agentvault.keys;

import org.jspecify.annotations.NullMarked;
