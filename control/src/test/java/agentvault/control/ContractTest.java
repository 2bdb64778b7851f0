package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.route.Route;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractTest {

    @TempDir
    private static Path root;

    @Test
    void every_route_is_described_and_everything_described_is_a_route() {
        try (var server = ApiServer.start(root)) {
            var routes = new TreeSet<String>();
            server.api.routes().stream()
                    .filter(route -> route.access() != Route.Access.PAGE)
                    .forEach(route -> routes.add(route.toString()));

            assertThat(server.contract().names()).isEqualTo(routes);
        }
    }
}
