package agentvault.proxy;

import java.io.IOException;

/// A way in which a client reaches the proxy, with what it has to say there.
enum WayIn {
    /// A whole URL, at the forward proxy.
    URL {
        @Override
        String prefix(String to) {
            return "https://" + to;
        }

        @Override
        String host(String to) {
            return to;
        }

        @Override
        String auth(Proxying proxying) {
            return proxying.auth() + "\r\n";
        }

        @Override
        Wire open(Proxying proxying, String to) throws IOException {
            return proxying.forward();
        }
    },
    /// Within a tunnel of the forward proxy, which its owner opened.
    TUNNEL {
        @Override
        String prefix(String to) {
            return "";
        }

        @Override
        String host(String to) {
            return to;
        }

        @Override
        String auth(Proxying proxying) {
            return "";
        }

        @Override
        Wire open(Proxying proxying, String to) throws IOException {
            return proxying.tunnel(to);
        }
    },
    /// Beside the API.
    PATH {
        @Override
        String prefix(String to) {
            return "/proxy/" + to;
        }

        @Override
        String host(String to) {
            return "127.0.0.1";
        }

        @Override
        String auth(Proxying proxying) {
            return "Authorization: Bearer " + proxying.token + "\r\n";
        }

        @Override
        Wire open(Proxying proxying, String to) throws IOException {
            return proxying.api();
        }
    };

    /// What stands before the path of a target.
    abstract String prefix(String to);

    abstract String host(String to);

    /// The header line that says who asks.
    abstract String auth(Proxying proxying);

    abstract Wire open(Proxying proxying, String to) throws IOException;
}
