/// Asks authorization servers (OAuth 2.0) for tokens and for what they say about themselves. Entry:
/// [agentvault.tokens.HttpAuthorizationServers]. Over TLS alone, to what the guard allows; no redirect is followed, an
/// answer is whole, small and in time or it is none, and no message tells anything of it but a code.
@NullMarked
package agentvault.tokens;

import org.jspecify.annotations.NullMarked;
