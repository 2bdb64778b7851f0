package agentvault.cloud;

import agentvault.address.HostPattern;
import agentvault.address.HostPattern.Span;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.document.Members;
import agentvault.document.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads and writes `networking`: unrestricted, or the hosts that are allowed. In these protocols `*.example.com` means
/// any name below, however deep.
public final class Networks {

    private static final int MOST = 16;
    private static final String ANY_BELOW = "*.";

    private Networks() {}

    public static String text(HostPattern host) {
        return host.span() == Span.EXACT ? host.text() : ANY_BELOW + host.host().text();
    }

    /// The hosts that are allowed; empty for all of them.
    ///
    /// @param most how many hosts may be named
    public static Optional<List<HostPattern>> read(Members networking, HostPolicy policy, int most) {
        return switch (networking.text("type")) {
            case "unrestricted" -> Optional.empty();
            case "limited" -> Optional.of(hosts(networking, policy, most));
            default -> throw networking.unfit("type", " is unrestricted or limited");
        };
    }

    static Optional<List<HostPattern>> ofCredential(Members networking, HostPolicy policy) {
        var hosts = read(networking, policy, MOST);
        if (hosts.filter(List::isEmpty).isPresent())
            throw networking.unfit("allowed_hosts", " names at least one host");
        return hosts;
    }

    private static List<HostPattern> hosts(Members networking, HostPolicy policy, int most) {
        var texts = networking.texts("allowed_hosts");
        if (texts.size() > most) throw networking.unfit("allowed_hosts", " names at most " + most + " hosts");
        var hosts = new ArrayList<HostPattern>();
        for (var text : texts) hosts.add(host(networking.at("allowed_hosts[" + hosts.size() + "]"), text, policy));
        return hosts.stream().distinct().toList();
    }

    private static HostPattern host(String at, String text, HostPolicy policy) {
        var pattern = text.startsWith(ANY_BELOW) ? "*" + text : text;
        return switch (HostPattern.parse(pattern, policy)) {
            case HostPatternResult.Valid(var host) -> host;
            case HostPatternResult.NeedsAcknowledgement _ ->
                throw new Unfit(at, at + " covers hosts of different owners: name the hosts themselves.");
            case HostPatternResult.Invalid(var reason) -> throw new Unfit(at, at + " " + reason.sentence() + ".");
        };
    }
}
