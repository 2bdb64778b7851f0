package agentvault.fuzz;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;

/// Authorities as they stand in a CONNECT line or a Host header.
public final class AuthorityFuzz {

    private AuthorityFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Draw.text(input);
        if (!(Authority.parse(text, 443) instanceof AuthorityResult.Valid(var authority))) return;
        Invariant.same(
                Authority.parse(authority.text(), 1),
                new AuthorityResult.Valid(authority),
                "an authority reads back as itself");
        Invariant.same(
                CanonicalHost.parse(authority.host().text()),
                new HostResult.Valid(authority.host()),
                "its host reads back as itself");
        Invariant.holds(text.indexOf('@') < 0, "nothing stands before an @", text);
    }
}
