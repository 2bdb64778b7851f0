package agentvault.inject;

import static agentvault.inject.Requests.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;
import agentvault.id.Id;
import agentvault.match.PlaceholderScanner;
import agentvault.vault.Attachment;
import agentvault.vault.Binding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamPlanTest {

    private static final String HOST = "Host: api.example.com";

    @ParameterizedTest
    @CsvSource({"GET, SSE, true", "GET, NEGOTIATED, true", "GET, STREAMABLE_HTTP, false", "HEAD, SSE, false"})
    void what_may_open_a_stream_of_an_mcp_server_asks_for_no_coding(
            String method, Binding.Transport transport, boolean uncoded) {
        var bound = new Binding.Bound(new Id(1, 9), new Binding.Target.McpServer(url(), transport));
        var service = Requests.service(new Attachment.Bearer(KEY), bound);
        var request = Requests.incoming(
                method + " /sse HTTP/1.1",
                HOST,
                "accept-encoding: gzip",
                "Accept_Encoding: br",
                "Accept: text/event-stream");
        var planned = Plan.of(request, service, List.of(), PlaceholderScanner.of(List.of()));

        assertThat(Requests.written(planned, Map.of("KEY", "s3cret")))
                .isEqualTo(
                        uncoded
                                ? Requests.sent(
                                        method + " /sse HTTP/1.1",
                                        HOST,
                                        "Accept: text/event-stream",
                                        "Accept-Encoding: identity",
                                        "Authorization: Bearer s3cret")
                                : Requests.sent(
                                        method + " /sse HTTP/1.1",
                                        HOST,
                                        "accept-encoding: gzip",
                                        "Accept_Encoding: br",
                                        "Accept: text/event-stream",
                                        "Authorization: Bearer s3cret"));
        assertThat(planned)
                .isInstanceOfSatisfying(
                        Plan.Result.Ready.class,
                        ready -> assertThat(ready.plan().stream().isPresent()).isEqualTo(uncoded));
    }

    private static ServerUrl url() {
        return switch (ServerUrl.parse("https://api.example.com/sse", HostPolicy.PUBLIC_ONLY)) {
            case ServerUrlResult.Valid(var url) -> url;
            case ServerUrlResult.Invalid(var reason) -> throw new AssertionError(reason);
        };
    }
}
