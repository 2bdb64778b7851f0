package agentvault.fuzz;

import agentvault.address.CanonicalHost;
import agentvault.address.HostPattern;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.address.HostResult;

/// Hosts as clients send them, and host patterns as people write them.
public final class HostFuzz {

    private HostFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Draw.text(input);
        host(text);
        for (var policy : HostPolicy.values()) {
            switch (HostPattern.parse(text, policy)) {
                case HostPatternResult.Valid(var pattern) -> pattern(pattern, policy);
                case HostPatternResult.NeedsAcknowledgement(var pattern) -> pattern(pattern, policy);
                case HostPatternResult.Invalid _ -> {}
            }
        }
    }

    private static void host(String text) {
        if (!(CanonicalHost.parse(text) instanceof HostResult.Valid(var host))) return;
        Invariant.same(CanonicalHost.parse(host.text()), new HostResult.Valid(host), "a host reads back as itself");
        Invariant.holds(
                host.text().chars().allMatch(c -> c > ' ' && c < 0x7F && (c < 'A' || c > 'Z')),
                "a host is lower-case ASCII",
                host);
        Invariant.holds(HostPattern.exact(host).matches(host), "an exact pattern matches its host", host);
    }

    private static void pattern(HostPattern pattern, HostPolicy policy) {
        Invariant.same(HostPattern.of(pattern.text()), pattern, "a pattern reads back as itself");
        Invariant.holds(pattern.covers(pattern), "a pattern covers itself", pattern);
        Invariant.holds(
                pattern.matches(pattern.host()) == (pattern.span() == HostPattern.Span.EXACT),
                "a wildcard never matches the name it hangs on",
                pattern);
        Invariant.holds(
                !(HostPattern.parse(pattern.text(), policy) instanceof HostPatternResult.Invalid),
                "a pattern that was accepted is accepted again",
                pattern);
        below(pattern, "a");
        below(pattern, "a.b");
    }

    private static void below(HostPattern pattern, String labels) {
        var below = CanonicalHost.parse(labels + "." + pattern.host().text());
        if (!(below instanceof HostResult.Valid(var host))) return;
        boolean expected = switch (pattern.span()) {
            case EXACT -> false;
            case ONE_LABEL -> labels.indexOf('.') < 0;
            case ANY_DEPTH -> true;
        };
        Invariant.holds(pattern.matches(host) == expected, "a pattern reaches as far as it says", pattern + " " + host);
        Invariant.holds(
                pattern.covers(HostPattern.exact(host)) == expected, "covering is matching", pattern + " " + host);
    }
}
