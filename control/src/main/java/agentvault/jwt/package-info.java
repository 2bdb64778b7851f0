/// JSON Web Tokens: what API keys are exchanged for, as text. [agentvault.jwt.SignedTokens] writes and reads them.
///
/// One algorithm, one header: a token with any other header is none of ours, whatever it says and however it is signed.
@NullMarked
package agentvault.jwt;

import org.jspecify.annotations.NullMarked;
