/// Identities. An [agentvault.id.Id] is one random 128-bit value per object; faces render it differently and accept
/// every rendering. Order never comes from ids.
@NullMarked
package agentvault.id;

import org.jspecify.annotations.NullMarked;
