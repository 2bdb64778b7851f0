package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Throttle;
import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many links to proposals somebody may open.
class LinkRateTest {

    private static final int MOST = 10;

    @TempDir
    private Path root;

    @Test
    void whoever_is_logged_in_opens_all_that_there_are_and_a_stranger_no_more_than_may_be_guessed() {
        var rate = new Throttle.Rate(MOST, Duration.ofMinutes(5));
        try (var server = ApiServer.start(root, ApiServer.Options.USUAL.with(rate))) {
            var cast = new Cast(server);
            var agent = cast.agentIn("billing-bot", cast.newVault("my-vault"), VaultRole.PROXY);
            var link = server.post("/v1/proposals?vault=my-vault", agent, "{'credentials':[{'key':'A_KEY'}]}")
                    .is(201)
                    .at("/approval_url")
                    .substring(server.origin().length());
            var details = "/v1/proposals/approve-details?token=" + link.replaceFirst(".*token=", "");
            for (int i = 0; i < 2 * MOST; i++) {
                server.sendAnything(Ask.of("GET", link).header("Cookie", "av_session=" + cast.ownerToken))
                        .is(200);
                server.get(details, cast.ownerToken).is(200);
            }

            for (int i = 0; i < MOST; i++) server.get(details, "").is(200);
            server.get(details, "").refused(429, "too_many_requests");
            server.sendAnything(Ask.of("GET", link)).is(429);
            server.get(details, cast.ownerToken).is(200);
            assertThat(server.failures).isEmpty();
        }
    }
}
