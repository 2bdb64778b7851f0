package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.Hash;
import java.util.Collection;
import java.util.Comparator;

/// The digest of everything that may send one credential somewhere. It is authenticated with the credential's wrapped
/// key: with other services than those it was wrapped for, the key does not open.
public final class Destinations {

    private Destinations() {}

    /// @param services all services of the credential's vault
    public static byte[] digest(Credential credential, Collection<Service> services) {
        var using = services.stream()
                .filter(service -> service.life().active())
                .filter(service -> service.rule().keys().contains(credential.key()))
                .sorted(Comparator.comparing(service -> service.id().toString()))
                .toList();
        var canonical = Canonical.of("destinations", 1)
                .list(using, (out, service) -> {
                    out.id(service.id()).flag(service.enabled());
                    service.rule().writeTo(out);
                    // To what a service is bound says more about where it sends than its rule.
                    if (service.bound()) service.binding().writeTo(out);
                })
                .text(refreshedAt(credential.type()));
        return Hash.sha256(canonical.bytes());
    }

    private static String refreshedAt(Credential.Type type) {
        return switch (type) {
            case Credential.Type.Static() -> "";
            case Credential.Type.Oauth(var settings, var _) -> settings.tokenEndpoint();
        };
    }
}
