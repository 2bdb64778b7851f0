package agentvault.dial;

import agentvault.crypto.Secret;

/// The way to elsewhere.
public sealed interface Route {

    record Direct() implements Route {}

    /// Through another proxy, which may be dialled wherever it is. Names are resolved and judged here, and it is asked
    /// for the address.
    ///
    /// @param resolves the proxy is asked for names and resolves them itself: what they stand for is not judged
    record Through(Place proxy, Login login, boolean resolves) implements Route {}

    /// How we say who we are at the proxy.
    sealed interface Login {

        record None() implements Login {}

        /// @param secret `user:password`
        record Basic(Secret secret) implements Login {}
    }
}
