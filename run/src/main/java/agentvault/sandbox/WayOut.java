package agentvault.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The first process in a sandbox: joins two ports of its loopback to the session's socket, starts the program, and
/// ends
/// as that does. It needs the JDK and this package alone, and knows nothing that is secret.
///
/// The program's variables come under names of their own, since this Java would take some of them for its own.
public final class WayOut {

    /// HUP, INT, QUIT and TERM: a terminal sends them to all of its programs at once, others to a program that
    /// is to end. They are meant for the program in the sandbox, and not for what stands around it. This process
    /// begins with them ignored, which Java leaves as it is.
    private static final int[] OF_PROGRAMS = {1, 2, 3, 15};

    static final String PREFIX = "AGENT_VAULT_INSIDE_";

    /// How Java says ENOENT.
    private static final Pattern MISSING = Pattern.compile("error[:=] ?2\\b");

    private static final long PAUSE = 50_000_000;
    private static final int NOT_RUNNABLE = 126;
    private static final int NOT_FOUND = 127;

    private WayOut() {}

    /// @param arguments the socket and the program with its arguments
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var words = List.of(arguments);
        var socket = UnixDomainSocketAddress.of(words.getFirst());
        for (int port : new int[] {Sandbox.PROXY_PORT, Sandbox.API_PORT}) serve(port, socket);
        CLibrary.leaveSignals(OF_PROGRAMS);
        Runtime.getRuntime().halt(run(words.subList(1, words.size())));
    }

    private static int run(List<String> command) throws InterruptedException {
        var builder = new ProcessBuilder(command).inheritIO();
        var given = given(System.getenv());
        builder.environment().clear();
        builder.environment().putAll(given);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            boolean missing = MISSING.matcher(String.valueOf(e.getMessage())).find();
            System.err.println("agent-vault: " + command.getFirst()
                    + (missing ? " is not there in the sandbox. Mount it with --mount." : " cannot be run."));
            return missing ? NOT_FOUND : NOT_RUNNABLE;
        }
    }

    /// The program's variables among those of this process.
    static Map<String, String> given(Map<String, String> all) {
        return all.entrySet().stream()
                .filter(each -> each.getKey().startsWith(PREFIX))
                .collect(Collectors.toMap(each -> each.getKey().substring(PREFIX.length()), Map.Entry::getValue));
    }

    private static void serve(int port, UnixDomainSocketAddress socket) throws IOException {
        var listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        var _ = Thread.ofPlatform().daemon().name("port-" + port).start(() -> accept(listener, socket));
    }

    private static void accept(ServerSocketChannel listener, UnixDomainSocketAddress socket) {
        while (true) {
            try {
                begin(listener.accept(), socket);
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE); // too many are open: some will close
            }
        }
    }

    private static void begin(SocketChannel client, UnixDomainSocketAddress socket) {
        try {
            var _ = Thread.ofPlatform().daemon().start(() -> join(client, socket));
        } catch (OutOfMemoryError e) {
            Flow.close(client); // there can be no more threads: those that are there go on
        }
    }

    private static void join(SocketChannel client, UnixDomainSocketAddress socket) {
        try (client;
                var out = SocketChannel.open(socket)) {
            Flow.both(() -> pass(client, out), () -> pass(out, client), client, out);
        } catch (IOException | InterruptedException e) {
            Flow.close(client);
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) throws IOException {
        Flow.carry(from, to);
        to.shutdownOutput();
    }
}
