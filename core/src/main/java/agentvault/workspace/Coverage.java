package agentvault.workspace;

import agentvault.address.CanonicalHost;
import agentvault.address.HostPattern;
import agentvault.address.HostPolicy;
import agentvault.address.PathResult;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.definition.Definition;
import agentvault.match.Decision;
import agentvault.match.Matcher;
import agentvault.match.RuleIndex;
import agentvault.match.Target;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Service;
import java.util.List;
import java.util.Optional;

/// Which of the servers that an agent declares get a credential out of some vaults, by the rule that decides about
/// every
/// request.
final class Coverage {

    private final List<Contents> vaults;
    private final Matcher matcher;

    /// @param vaults in the order of a session
    Coverage(List<Contents> vaults) {
        this.vaults = List.copyOf(vaults);
        this.matcher = new Matcher(
                vaults.stream()
                        .map(vault -> RuleIndex.compile(vault.scope().id(), vault.all(Service.class)))
                        .toList(),
                List.of());
    }

    /// The names of the servers that get none.
    List<String> missing(Definition definition) {
        return definition.content().servers().stream()
                .filter(server -> !covers(server))
                .map(Definition.Server::name)
                .toList();
    }

    /// Whether requests to a server get a credential, or were said to need none.
    boolean covers(Definition.Server server) {
        return service(server)
                .filter(service ->
                        service.rule().keys().isEmpty() || credential(service).isPresent())
                .isPresent();
    }

    /// The credential that requests to a server get.
    Optional<Credential> credential(Definition.Server server) {
        return service(server).flatMap(this::credential);
    }

    private Optional<Service> service(Definition.Server server) {
        return target(server.url()).flatMap(target -> switch (matcher.decide(target)) {
            case Decision.Inject(var service, var _) -> Optional.of(service);
            case Decision.Passthrough(var service, var _) -> Optional.of(service);
            case Decision.Tunnel(var service) -> Optional.of(service);
            case Decision.OnlyPlaceholders(var placeholders) ->
                placeholders.stream().findFirst().map(allowed -> allowed.service());
            case Decision.Disabled _, Decision.Unmatched _, Decision.AmbiguousPath _, Decision.MethodOverride _ ->
                Optional.empty();
        });
    }

    /// All of a service's credentials hold something, of which this is the first.
    private Optional<Credential> credential(Service service) {
        var vault = vaults.stream()
                .filter(one -> one.scope().equals(service.scope()))
                .findFirst()
                .orElseThrow();
        var keys = service.rule().keys();
        var held = vault.all(
                Credential.class,
                credential -> credential.life().active()
                        && credential.material() instanceof Material.Held
                        && keys.contains(credential.key()));
        return held.size() == keys.size() ? held.stream().findFirst() : Optional.empty();
    }

    private static Optional<Target> target(String url) {
        if (!(ServerUrl.parse(url, HostPolicy.INTERNAL_ALLOWED) instanceof ServerUrlResult.Valid(var server)))
            return Optional.empty();
        if (server.host().span() != HostPattern.Span.EXACT) return Optional.empty();
        CanonicalHost host = server.host().host();
        var path = new PathResult.Plain(server.path());
        return Optional.of(new Target(host, server.port(), !server.cleartext(), "POST", path, server.query(), false));
    }
}
