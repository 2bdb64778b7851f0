package agentvault.match;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathResult;
import agentvault.id.Id;
import agentvault.vault.Attachment;
import agentvault.vault.Service;
import java.util.List;
import java.util.Set;

/// The vaults of one session in their order, and the hosts that the session itself allows. It decides which rule a
/// request falls under.
public record Matcher(List<RuleIndex> vaults, List<HostPattern> allowed) {

    public Matcher {
        vaults = List.copyOf(vaults);
        allowed = List.copyOf(allowed);
    }

    /// The first vault with a matching slot service decides, even if that service is disabled.
    public Decision decide(Target target) {
        return decide(target, Set.of());
    }

    /// The same where servers have told whoever asks to ask for this very target.
    ///
    /// @param told the services for those servers
    public Decision decide(Target target, Set<Id> told) {
        for (var vault : vaults) {
            var reached = vault.firstSlot(target, told);
            if (reached.isPresent()) return decided(reached.get(), target);
        }
        var exchange = PlaceholderChoice.of(this, target);
        return exchange.refusal().orElseGet(() -> withoutSlot(exchange));
    }

    /// The same decision with every candidate that was considered. For people: it does more work than deciding.
    public Explanation explain(Target target) {
        return new Explainer(this, target).explain();
    }

    /// Says that the session's own list has this target. The list means https:443, as a destination that says nothing
    /// else.
    public boolean lists(Target target) {
        return target.secure()
                && target.port() == Destination.HTTPS_PORT
                && allowed.stream().anyMatch(pattern -> pattern.matches(target.host()));
    }

    /// Says that the session goes to this target by name, be it by a service or by its own list.
    boolean names(Target target) {
        return lists(target) || vaults.stream().anyMatch(vault -> vault.names(target));
    }

    static Decision undecidable(HostRules.Reached reached, Target target) {
        var service = reached.placement().service();
        return target.path() instanceof PathResult.Ambiguous(var reason) && reached.fit() == Fit.AMBIGUOUS_PATH
                ? new Decision.AmbiguousPath(service, reason)
                : new Decision.MethodOverride(service);
    }

    static Decision withSlot(Service service, List<AllowedPlaceholder> placeholders) {
        return service.rule().attachment() instanceof Attachment.Passthrough
                ? new Decision.Passthrough(service, placeholders)
                : new Decision.Inject(service, placeholders);
    }

    private Decision decided(HostRules.Reached reached, Target target) {
        if (reached.fit() != Fit.MATCHES) return undecidable(reached, target);
        var service = reached.placement().service();
        if (!service.enabled()) return new Decision.Disabled(service);
        if (service.rule().attachment() instanceof Attachment.Tunnel) return new Decision.Tunnel(service);
        var exchange = PlaceholderChoice.of(this, target);
        return exchange.refusal().orElseGet(() -> withSlot(service, exchange.allowed()));
    }

    private static Decision withoutSlot(PlaceholderChoice exchange) {
        return exchange.named()
                ? new Decision.OnlyPlaceholders(exchange.allowed())
                : new Decision.Unmatched(exchange.allowed());
    }
}
