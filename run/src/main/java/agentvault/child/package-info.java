/// What a program is given so that every client in it goes through the proxy and trusts it: variables, and files that
/// they name. Entry type: [agentvault.child.Outfit].
@NullMarked
package agentvault.child;

import org.jspecify.annotations.NullMarked;
