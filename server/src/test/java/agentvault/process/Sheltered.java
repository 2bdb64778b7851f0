package agentvault.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that shelters itself, or not, says so, and stays until its input ends.
final class Sheltered {

    private Sheltered() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("sheltered")) System.out.println(Hygiene.begin());
        else System.out.println("open");
        Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Umask"))
                .forEach(System.out::println);
        System.out.println("ready");
        while (System.in.read() >= 0) {} // until the test has seen enough
    }
}
