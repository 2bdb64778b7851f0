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
        Wire open(SessionSocket socket, String to) throws IOException {
            return socket.proxying().forward();
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
        Wire open(SessionSocket socket, String to) throws IOException {
            return socket.proxying().tunnel(to);
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
        Wire open(SessionSocket socket, String to) throws IOException {
            return socket.proxying().api();
        }
    },
    /// A whole URL, at the socket of a session.
    SOCKET {
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
            return "";
        }

        @Override
        Wire open(SessionSocket socket, String to) throws IOException {
            return socket.connect();
        }
    },
    /// Within a tunnel that was opened at the socket of a session.
    SOCKET_TUNNEL {
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
        Wire open(SessionSocket socket, String to) throws IOException {
            var host = to.substring(0, to.lastIndexOf(':'));
            var wire = socket.connect().send("CONNECT " + to + " HTTP/1.1", "Host: " + to);
            var answer = wire.response();
            if (!answer.startsWith("HTTP/1.1 200 ")) throw new AssertionError(answer);
            return wire.encrypt(socket.proxying().trust(), host, host);
        }
    };

    /// What stands before the path of a target.
    abstract String prefix(String to);

    abstract String host(String to);

    /// The header line that says who asks.
    abstract String auth(Proxying proxying);

    abstract Wire open(SessionSocket socket, String to) throws IOException;
}
