package agentvault.console;

import agentvault.address.Destination;
import agentvault.console.ApprovalPage.FlowLine;
import agentvault.console.ApprovalPage.Target;
import agentvault.proposal.Flow;
import java.util.List;

/// Shows where requests and credentials go.
final class Targets {

    private Targets() {}

    static Target of(Destination to) {
        int usual = to.cleartext() ? Destination.HTTP_PORT : Destination.HTTPS_PORT;
        var port = to.port() == usual ? "" : ":" + to.port();
        var path = to.path().everything() ? "" : to.path().text();
        return new Target(
                to.cleartext() ? "http://" : "https://",
                Host.of(to.host().text()),
                Visible.text(port + path),
                String.join(", ", to.methods()),
                to.cleartext());
    }

    /// @param others what is on the other side
    static List<FlowLine> of(List<Flow> flows, List<Flow> others) {
        return flows.stream()
                .map(flow -> new FlowLine(flow.key().text(), of(flow.to()), place(flow), !others.contains(flow)))
                .toList();
    }

    private static String place(Flow flow) {
        return switch (flow.place()) {
            case PATH -> "in the path";
            case QUERY -> "in the query";
            case HEADER -> "in a header";
            case BODY -> "in the body";
            case WEBSOCKET -> "in WebSocket messages";
        };
    }
}
