/// How secrets are kept. Entry type: [agentvault.crypto.Envelope], the one authenticated encryption; around it the keys
/// ([agentvault.crypto.KeyRing]), the seals of rows ([agentvault.crypto.RowSeal]) and of whole scopes
/// ([agentvault.crypto.Manifest]).
///
/// Invariants: a ciphertext opens only where it was made (its AAD names the place); every key has one use; a
/// [agentvault.crypto.Secret] is readable through one door.
@NullMarked
package agentvault.crypto;

import org.jspecify.annotations.NullMarked;
