package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program in a network of its own, where every address answers, its guard on: packets are counted by another
/// process.
@Tag("full")
class AddressSpaceTest {

    private static final int SECONDS = 200;

    /// Every address is this machine's, and names are ours to tell.
    private static final String NETWORK = """
            set -e
            ip link set lo up
            ip route add local 0.0.0.0/0 dev lo
            ip -6 route add local ::/0 dev lo
            ip addr add OWN/32 dev lo
            echo nameserver 127.0.0.1 > HOME/resolv.conf
            mount --bind HOME/resolv.conf /etc/resolv.conf
            exec "$@"
            """;

    @TempDir
    private Path home;

    private List<String> said = List.of();

    /// Asks for every address by every entrance.
    ///
    /// @param through nothing, or another proxy, and perhaps whether names are left to it
    private void ask(String... through) throws IOException, InterruptedException {
        var network = NETWORK.replace("OWN", PretendedInternet.OWN).replace("HOME", home.toString());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var file = home.resolve("said.txt");
        var command = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--mount",
                "--map-root-user",
                "sh",
                "-c",
                network,
                "network",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                PretendedInternet.class.getName(),
                home.toString()));
        command.addAll(List.of(through));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        said = Files.readAllLines(file);
        assertThat(ended).as("%s", said).isTrue();
        assertThat(process.exitValue()).as("%s", said).isZero();
    }

    @Test
    void no_packet_goes_to_what_is_denied_and_the_secret_goes_where_it_belongs() throws Exception {
        ask();

        assertThat(beginning("syn "))
                .containsExactlyInAnyOrder(
                        PretendedInternet.GOOD + " 443",
                        "127.0.0.1 " + PretendedInternet.API,
                        "127.0.0.1 " + PretendedInternet.FORWARD);
        assertThat(beginning("proxy ")).isEmpty();
        judgeAnswers();
    }

    @Test
    void another_proxy_is_asked_for_addresses_that_were_judged_and_for_nothing_else() throws Exception {
        ask("http://" + PretendedProxy.ADDRESS + ":" + PretendedProxy.PORT);

        assertThat(beginning("syn "))
                .containsExactlyInAnyOrder(
                        PretendedProxy.ADDRESS + " " + PretendedProxy.PORT,
                        PretendedInternet.GOOD + " 443",
                        "127.0.0.1 " + PretendedInternet.API,
                        "127.0.0.1 " + PretendedInternet.FORWARD);
        assertThat(beginning("proxy ")).isNotEmpty().containsOnly("CONNECT " + PretendedInternet.GOOD + ":443");
        judgeAnswers();
    }

    @Test
    void where_names_are_left_to_another_proxy_no_address_is_and_what_is_refused_by_name_is_not_asked_for()
            throws Exception {
        ask("http://" + PretendedProxy.ADDRESS + ":" + PretendedProxy.PORT, "true");

        assertThat(beginning("asked ")).noneMatch(name -> name.endsWith(".example.com"));
        assertThat(beginning("proxy "))
                .contains("CONNECT " + PretendedInternet.NAME + ":443")
                .allMatch(line -> line.endsWith(".example.com:443")
                        || line.endsWith("own.example.com:" + PretendedInternet.FORWARD))
                .noneMatch(line -> line.contains("unmatched") || line.contains("outside"));
        assertThat(beginning("syn "))
                .containsExactlyInAnyOrder(
                        PretendedProxy.ADDRESS + " " + PretendedProxy.PORT,
                        PretendedInternet.GOOD + " 443",
                        "127.0.0.1 " + PretendedInternet.API,
                        "127.0.0.1 " + PretendedInternet.FORWARD);
        assertThat(beginning("seen ")).hasSize(4).containsOnly("Bearer " + PretendedInternet.SECRET);
        assertThat(said.stream().filter(line -> line.matches("\\d+ (denied|metadata|outside|unmatched) .*")))
                .isNotEmpty()
                .allMatch(line -> line.matches(".* 403 \\w+"));
    }

    private void judgeAnswers() {
        assertThat(beginning("seen ")).hasSize(4).containsOnly("Bearer " + PretendedInternet.SECRET);
        assertThat(beginning("asked ")).hasSizeGreaterThan(600).noneMatch(name -> name.contains("unmatched"));
        var outcomes = said.stream().filter(line -> line.matches("\\d+ .*")).toList();
        outcomes.forEach(System.out::println);
        assertThat(outcomes)
                .contains("1 good url 200", "1 good path 200", "1 good socket 200", "1 good tunnel 200")
                .contains("3 own url 403 self_connection", "3 own tunnel 403 self_connection")
                .contains("2 outside url 403 self_connection", "2 outside tunnel 403 self_connection")
                .contains("3 own socket 403 self_connection", "2 outside socket 403 self_connection")
                .contains("1 unmatched url 403 forbidden", "1 unmatched tunnel 403 forbidden")
                .contains("1 unmatched socket 403 forbidden")
                .anyMatch(line -> line.endsWith(" denied socket 403 destination_denied"))
                .anyMatch(line -> line.endsWith(" named socket 403 destination_denied"))
                .anyMatch(line -> line.endsWith(" denied tunnel 403 destination_denied"))
                .anyMatch(line -> line.endsWith(" named tunnel 403 destination_denied"))
                .anyMatch(line -> line.endsWith(" named path 403 destination_denied"))
                .allMatch(line -> line.contains(" good ") || line.matches(".* 40[03] \\w+"));
    }

    private List<String> beginning(String with) {
        return said.stream()
                .filter(line -> line.startsWith(with))
                .map(line -> line.substring(with.length()))
                .toList();
    }
}
