package agentvault.server;

import agentvault.access.Session;
import agentvault.control.SessionSockets;
import agentvault.id.Face;
import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import agentvault.wire.SocketFile;
import agentvault.workspace.Authentication;
import agentvault.workspace.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The sockets of sessions: files in a folder that the server's user alone may enter. Whatever is in the folder when a
/// server starts is of one that was killed, since the data directory has one server at a time.
final class SessionListeners implements SessionSockets, AutoCloseable {

    private static final int MOST = 1_000;
    private static final Limits LIMITS = Limits.STANDARD.withCrowd(new Limits.Crowd(1_000, 1_000));
    private static final Duration LOOK = Duration.ofMillis(400);
    private static final String OWNER_ONLY = "rwx------";

    private final Path folder;
    private final EventLoops loops;
    private final Listening like;
    private final Authentication authentication;
    private final Function<Authentication.Pass, Entrance> entrances;
    private final Log log;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sockets").factory());

    /// A socket, and whose it is.
    private record Open(Authentication.Pass pass, Listener listener) {}

    /// @param like how they listen, but for their file
    /// @param entrances what a session's socket leads to
    SessionListeners(
            Path folder,
            EventLoops loops,
            Listening like,
            Authentication authentication,
            Function<Authentication.Pass, Entrance> entrances,
            Log log) {
        this.folder = folder;
        this.loops = loops;
        this.like =
                new Listening(like.address(), like.protection(), LIMITS, like.refusals(), like.events(), like.clock());
        this.authentication = authentication;
        this.entrances = entrances;
        this.log = log;
    }

    /// Begins to look which sessions have ended.
    static SessionListeners start(SessionListeners listeners) {
        listeners.tidy();
        long nanos = LOOK.toNanos();
        var _ = listeners.timer.scheduleWithFixedDelay(listeners::closeEnded, nanos, nanos, TimeUnit.NANOSECONDS);
        return listeners;
    }

    private void tidy() {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return;
        try (var left = Files.list(folder)) {
            for (var file : left.toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Hindrance> hindrance() {
        if (!loops.listensOnFiles()) return Optional.of(Hindrance.UNSUPPORTED);
        if (!SocketFile.fits(file("0".repeat(20)))) return Optional.of(Hindrance.PATH_TOO_LONG);
        return open.size() < MOST ? Optional.empty() : Optional.of(Hindrance.TOO_MANY);
    }

    private Path file(String session) {
        return folder.resolve(session + ".sock");
    }

    @Override
    public Optional<Path> open(Sessions.Issued issued) {
        var pass = new Authentication.Pass(issued.token(), Face.PROXY);
        var file = file(issued.session().publicId());
        try {
            prepare();
            var listener = Listener.open(loops, new SocketFile(file), like, entrances.apply(pass));
            open.put(issued.session().publicId(), new Open(pass, listener));
            return Optional.of(file);
        } catch (UncheckedIOException e) {
            log.tell(Event.of(Level.ERROR, "socket_failed")
                    .with("session", issued.session().publicId())
                    .with(e));
            return Optional.empty();
        }
    }

    @Override
    public boolean has(Session session) {
        return open.containsKey(session.publicId());
    }

    private void prepare() {
        try {
            var owners = PosixFilePermissions.fromString(OWNER_ONLY);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(owners));
            Files.setPosixFilePermissions(folder, owners);
            if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                    .equals(owners)) throw new FileSystemException(folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is not known for the moment closes nothing: requests are judged by themselves.
    private void closeEnded() {
        try {
            for (var one : Map.copyOf(open).entrySet()) {
                boolean ended = switch (authentication.of(one.getValue().pass())) {
                    case Authentication.Result.Known _, Authentication.Result.Stale _ -> false;
                    case Authentication.Result.Expired _, Authentication.Result.Unknown _ -> true;
                };
                if (ended && open.remove(one.getKey(), one.getValue()))
                    one.getValue().listener().close();
            }
        } catch (RuntimeException e) {
            log.tell(Event.of(Level.ERROR, "sockets_not_looked_at").with(e));
        }
    }

    /// Lets nobody in any more, and lets what is being asked be answered: for this long at most.
    void drain(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        for (var one : open.values()) one.listener().drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    @Override
    public void close() {
        timer.close();
        open.values().forEach(one -> one.listener().close());
        open.clear();
    }
}
