package agentvault.sandbox;

import agentvault.crypto.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/// A session's Unix socket where the server cannot make it: elsewhere, or another user's. What comes on it goes to the
/// server's two ports with the session's token, whatever token the sender shows.
public final class Relay implements AutoCloseable {

    private static final int MOST = 1_000;
    private static final long PAUSE = 50_000_000;
    private static final String FOLDER = "rwx------";
    private static final String FILE = "rw-------";

    private final Server server;
    private final Secret token;
    private final Path file;
    private final UserPrincipal owner;
    private final ServerSocketChannel listener;
    private final Semaphore room = new Semaphore(MOST);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    /// A server that is asked in another's place.
    ///
    /// @param authority what its API is called: a host, with a port if that is unusual
    /// @param base what its paths begin with; mostly empty
    /// @param vault that the token is used for; empty for a session's, which says it itself
    /// @param api to the API's port
    /// @param proxy to the forward proxy's port
    public record Server(String authority, String base, String vault, Dialler api, Dialler proxy) {}

    /// Opens a connection to one of a server's ports, on which the server has proven its name if it speaks TLS.
    @FunctionalInterface
    public interface Dialler {
        Socket connect() throws IOException;
    }

    private Relay(Server server, Secret token, Path file, UserPrincipal owner, ServerSocketChannel listener) {
        this.server = server;
        this.token = token;
        this.file = file;
        this.owner = owner;
        this.listener = listener;
    }

    /// @param file that is made and, in the end, removed, in a folder that is this user's alone
    /// @param token the session's, which the relay then owns
    public static Relay open(Path file, Server server, Secret token) {
        try {
            var folder = PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(".")));
            if (!folder.equals(FOLDER))
                throw new IllegalArgumentException("the folder of a socket is its user's alone");
            var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE));
            var relay = new Relay(server, token, file, Files.getOwner(file), listener);
            var _ = Thread.ofPlatform().daemon().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                var client = listener.accept();
                if (welcome(client)) start(client);
                else client.close();
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE); // too many are open, or it is over
            }
        }
    }

    /// Whether somebody is the user whom this process acts for.
    private boolean welcome(SocketChannel client) {
        try {
            return client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner) && room.tryAcquire();
        } catch (IOException e) {
            return false;
        }
    }

    private void start(SocketChannel client) {
        open.add(client);
        var _ = Thread.ofVirtual().start(() -> {
            try (client) {
                new Relayed(client, server, token).serve();
            } catch (IOException e) {
                Flow.close(client);
            } catch (IllegalStateException e) {
                if (listener.isOpen()) throw e; // else the token is gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                open.remove(client);
                room.release();
            }
        });
    }

    /// Ends all that is under way.
    @Override
    public void close() {
        Flow.close(listener);
        open.forEach(Flow::close);
        token.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
