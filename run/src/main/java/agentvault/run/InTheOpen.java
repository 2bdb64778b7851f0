package agentvault.run;

import agentvault.child.Way;
import agentvault.cli.SessionsServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Beside all other programs of the user: what leads through the proxy are variables, which it could ignore.
final class InTheOpen implements Place {

    private static final String LOOPBACK = "127.0.0.1";

    private final List<String> command;
    private final Path folder;
    private final Path home;
    private final Way way;
    private final Optional<LocalPorts> ports;

    private InTheOpen(List<String> command, Path folder, Path home, Way way, Optional<LocalPorts> ports) {
        this.command = command;
        this.folder = folder;
        this.home = home;
        this.way = way;
        this.ports = ports;
    }

    /// @param proxyPort of the server
    /// @param folder of the run
    static InTheOpen of(
            List<String> command, SessionsServer server, int proxyPort, Lease lease, Path folder, Path home) {
        var token = lease.token().reveal(Way.Token::of);
        var vault = server.vaults().getFirst();
        if (server.direct()) {
            var proxy = InetSocketAddress.createUnresolved(server.host(), proxyPort);
            return new InTheOpen(
                    command, folder, home, new Way(proxy, server.address(), token, vault), Optional.empty());
        }
        var ports = LocalPorts.to(server, proxyPort);
        var proxy = InetSocketAddress.createUnresolved(LOOPBACK, ports.proxy());
        var address = "http://" + LOOPBACK + ":" + ports.api() + server.base();
        return new InTheOpen(command, folder, home, new Way(proxy, address, token, vault), Optional.of(ports));
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public Path seen() {
        return folder;
    }

    @Override
    public Child child(Variables variables, Map<Path, String> documents) {
        documents.forEach((file, text) -> AgentDocument.put(home.resolve(file), text));
        var builder = new ProcessBuilder(command).inheritIO();
        variables.apply(builder.environment());
        return new Child(builder, false);
    }

    @Override
    public void close() {
        ports.ifPresent(LocalPorts::close);
    }
}
