package agentvault.match;

import agentvault.address.Reason;
import agentvault.vault.Service;
import java.util.List;

/// Which rule a request falls under.
public sealed interface Decision {

    /// The service fills its slot.
    record Inject(Service service, List<AllowedPlaceholder> placeholders) implements Decision {
        public Inject {
            placeholders = List.copyOf(placeholders);
        }
    }

    /// The service lets the request through as it is, named and recorded.
    record Passthrough(Service service, List<AllowedPlaceholder> placeholders) implements Decision {
        public Passthrough {
            placeholders = List.copyOf(placeholders);
        }
    }

    /// The service lets connections through unopened, by CONNECT alone.
    record Tunnel(Service service) implements Decision {}

    /// No service fills a slot here, but one that is enabled exchanges placeholders here.
    record OnlyPlaceholders(List<AllowedPlaceholder> placeholders) implements Decision {
        public OnlyPlaceholders {
            placeholders = List.copyOf(placeholders);
        }
    }

    /// The service that decides is switched off; no other is asked.
    record Disabled(Service service) implements Decision {}

    /// No service names this target. Placeholders may still be allowed, on hosts that the session itself allows.
    record Unmatched(List<AllowedPlaceholder> placeholders) implements Decision {
        public Unmatched {
            placeholders = List.copyOf(placeholders);
        }
    }

    /// The service looks at paths, and this path has more than one reading.
    record AmbiguousPath(Service service, Reason reason) implements Decision {}

    /// The service looks at methods, and the request asks the server to see another one.
    record MethodOverride(Service service) implements Decision {}
}
