/// Which rule an exchange falls under. Entry types: [agentvault.match.RuleIndex], the services of one vault made
/// ready for questions, and [agentvault.match.Matcher], the vaults of one session in their order, which answers
/// with a [agentvault.match.Decision].
///
/// Invariants: the first vault with a matching slot service decides, and nothing falls through; the most specific
/// service of a vault decides, and ties are refused when they are written; a request that a rule cannot judge for
/// certain is refused, never guessed; deciding costs by the labels of the host and the rules for it, never by the
/// number of services; an explanation never differs from the decision.
@NullMarked
package agentvault.match;

import org.jspecify.annotations.NullMarked;
