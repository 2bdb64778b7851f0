package agentvault.control;

import agentvault.route.Call;
import agentvault.work.Outlet;
import java.net.URI;
import java.util.Optional;

/// The forward proxy as the clients of a work session reach it.
///
/// @param address where clients reach the server; empty if nobody has said
record ForwardOutlet(ForwardProxy forward, String address) implements Outlet {

    @Override
    public Optional<String> url(Call call) {
        return switch (forward.state()) {
            case ForwardProxy.State.On(var port) -> {
                var base = URI.create(address.isEmpty() ? call.visit().origin() : address);
                yield Optional.of(base.getScheme() + "://" + base.getHost() + ":" + port);
            }
            case ForwardProxy.State.Off(), ForwardProxy.State.PortInUse _ -> Optional.empty();
        };
    }

    @Override
    public String certificate() {
        return forward.root().pem();
    }
}
