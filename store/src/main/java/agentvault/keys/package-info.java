/// What guards the root key on this machine: [agentvault.keys.MasterPassword] and [agentvault.keys.KeyFile]. Beside it
/// what Bouncy Castle is used for, too: passwords are hashed, the trail is signed.
///
/// Invariant: neither the password nor the file's bytes are ever written into the data directory.
@NullMarked
package agentvault.keys;

import org.jspecify.annotations.NullMarked;
