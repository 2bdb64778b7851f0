/// JSON as it comes in and goes out. Entry types: [agentvault.document.Json#read] for what was sent,
/// [agentvault.document.Document] for what is answered.
///
/// Invariants: what is read has one meaning or is refused; texts that were sent are kept so that they can be wiped, and
/// secrets among them go from there into a [agentvault.crypto.Secret] and nowhere else.
@NullMarked
package agentvault.document;

import org.jspecify.annotations.NullMarked;
