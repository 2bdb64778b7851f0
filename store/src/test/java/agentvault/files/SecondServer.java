package agentvault.files;

import agentvault.trail.Position;
import java.io.IOException;
import java.nio.file.Path;

/// A process of its own that wants a data directory: it says what came of it, and appends until it is killed.
final class SecondServer {

    private SecondServer() {}

    static Process start(Path root) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        java, "-XX:+UseSerialGC", "-cp", classes, SecondServer.class.getName(), root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) {
        switch (DataDirectory.open(Path.of(arguments[0]))) {
            case DataDirectory.Opening.Refused(var sentence) -> System.out.println(sentence);
            case DataDirectory.Opening.Opened(var directory) -> append(directory);
        }
    }

    private static void append(DataDirectory directory) {
        var trail = Trails.open(directory.trail(), Trails.SMALL);
        int number = 0;
        while (true) {
            Position position = trail.append(Trails.use(number));
            System.out.println(position.sequence());
            number++;
        }
    }
}
