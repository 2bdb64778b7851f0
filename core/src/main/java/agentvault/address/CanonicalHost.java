package agentvault.address;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one form of a host: a name in lower-case ASCII without a trailing dot, a dotted IPv4 address, or an IPv6
/// address in brackets as RFC 5952 writes it. Two hosts are the same exactly if they are equal.
public record CanonicalHost(String text) {

    public CanonicalHost {
        var problem = HostSyntax.problem(text);
        if (problem.isPresent())
            throw new IllegalArgumentException("host " + problem.get().sentence());
    }

    /// Reads what a client sent or a person wrote. Never throws.
    public static HostResult parse(String text) {
        if (text.startsWith("[")) {
            return Ipv6Literal.canonical(text)
                    .<HostResult>map(address -> new HostResult.Valid(new CanonicalHost(address)))
                    .orElse(new HostResult.Invalid(Reason.INVALID_IPV6));
        }
        String canonical = HostSyntax.withoutTrailingDot(HostSyntax.lowerCase(text));
        Optional<Reason> problem = HostSyntax.problem(canonical);
        if (problem.isPresent()) return new HostResult.Invalid(problem.get());
        return new HostResult.Valid(new CanonicalHost(canonical));
    }

    /// Says that this is an IPv4 or IPv6 address and not a name.
    public boolean isAddress() {
        return text.startsWith("[") || HostSyntax.isDottedQuad(text);
    }

    // Compared in every exchange: without the indirection of a record's own methods.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalHost(var otherText) && text.equals(otherText);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
