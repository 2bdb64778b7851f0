package agentvault.start;

import agentvault.address.CanonicalHost;
import agentvault.files.Durability;
import agentvault.gate.AddressRange;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.server.Serving;
import agentvault.wire.Protection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a server starts with, read and checked.
record Config(Keeping keeping, Reach reach, Logging logging) {

    /// @param database the address of a PostgreSQL database, or nothing for a file in the data directory
    /// @param keyFile named by the operator
    /// @param passages how much is kept of what passed through the proxy
    record Keeping(
            Path data,
            Optional<DatabaseUrl> database,
            Optional<Path> keyFile,
            Durability durability,
            Serving.Keeping passages) {

        /// Where a key file is made if nobody named one: beside the data directory, never in it.
        Path usualKeyFile() {
            return data.resolveSibling(data.getFileName() + ".key");
        }
    }

    /// The address of a database; it may hold a password, so it does not print.
    record DatabaseUrl(String text) {
        @Override
        public String toString() {
            return "DatabaseUrl[redacted]";
        }
    }

    /// @param address where clients reach the server; empty if nobody has said
    record Reach(
            InetSocketAddress listen,
            Serving.Forwarding forwarding,
            Protection protection,
            Set<CanonicalHost> names,
            List<AddressRange> proxies,
            String address,
            Serving.Outgoing outgoing) {

        Reach {
            names = Set.copyOf(names);
            proxies = List.copyOf(proxies);
        }

        boolean loopback() {
            return listen.getAddress().isLoopbackAddress();
        }
    }

    record Logging(Level level, Format format) {}
}
