/// The trail: what happened, in an order that nobody can quietly edit. Entry types: [agentvault.trail.Trail], which
/// takes
/// entries, and [agentvault.trail.TrailVerification], which judges what was kept. Nothing here touches a file.
///
/// Invariants: an entry holds ids and bounded words, never a value; the hash of every record covers all records before
/// it; every segment after the first begins with a signed checkpoint, and no more than
/// [agentvault.trail.Checkpoint#EVERY]
/// records stand between two; reading bytes that somebody else wrote never throws.
@NullMarked
package agentvault.trail;

import org.jspecify.annotations.NullMarked;
