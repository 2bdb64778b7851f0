package agentvault.match;

import agentvault.address.Destination;
import agentvault.vault.Service;

/// Two services of one vault that some request would fit equally well.
///
/// @param existing the service that is there already
/// @param there its destination in question
/// @param here the destination of the service that is to be written
public record Conflict(Service existing, Destination there, Destination here) {

    public String sentence() {
        return "%s is as specific as %s of service %s; make one of them narrower by path, methods or host"
                .formatted(here.text(), there.text(), existing.name());
    }
}
