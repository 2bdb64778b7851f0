package agentvault.dial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.dial.Kit.Outcome;
import agentvault.id.Id;
import agentvault.trail.CredentialVersion;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Which connections are used again, by whom, and for how long.
class PoolTest {

    private static final CredentialVersion CREDENTIAL = new CredentialVersion(new Id(3, 3), 1);

    @Test
    void a_connection_is_used_again_under_the_same_key() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var first = kit.connected(key(origin));
            kit.release(first);

            assertThat(kit.connect(key(origin))).isEqualTo(new Outcome.Connected(first, true));
        }
    }

    @Test
    void a_connection_in_use_is_nobody_elses() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var first = kit.connected(key(origin));
            var second = kit.connected(key(origin));

            assertThat(second).isNotSameAs(first);
        }
    }

    @Test
    void it_crosses_neither_vaults_nor_credentials_nor_versions_nor_places() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var place = key(origin).place();
            kit.names.put("a.example", List.of("127.0.0.1"));
            var key = new PoolKey(Kit.VAULT, List.of(CREDENTIAL), place);
            var first = kit.connected(key);
            kit.release(first);
            var others = Stream.of(
                    new PoolKey(new Id(1, 2), List.of(CREDENTIAL), place),
                    PoolKey.bare(Kit.VAULT, place),
                    new PoolKey(Kit.VAULT, List.of(new CredentialVersion(CREDENTIAL.credential(), 2)), place),
                    new PoolKey(Kit.VAULT, List.of(new CredentialVersion(new Id(4, 4), 1)), place),
                    new PoolKey(Kit.VAULT, List.of(CREDENTIAL, CREDENTIAL), place),
                    new PoolKey(
                            Kit.VAULT,
                            List.of(CREDENTIAL),
                            Kit.key("a.example", origin.port()).place()));

            assertThat(others.map(kit::connected))
                    .hasSize(6)
                    .doesNotContain(first)
                    .doesNotHaveDuplicates();
            assertThat(kit.connected(key)).isSameAs(first);
        }
    }

    @Test
    void one_that_the_server_closed_is_not_given_out() throws IOException, InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var first = kit.connected(key(origin));
            kit.release(first);
            origin.next().close();
            Kit.assertCloses(first);

            assertThat(kit.connect(key(origin)))
                    .isInstanceOfSatisfying(
                            Outcome.Connected.class,
                            now -> assertThat(now.reused()).isFalse());
        }
    }

    @Test
    void one_on_which_something_came_unasked_is_not_given_out() throws IOException, InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var first = kit.connected(key(origin));
            kit.release(first);
            origin.next().getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            Kit.assertCloses(first);

            assertThat(kit.connected(key(origin))).isNotSameAs(first);
        }
    }

    @Test
    void after_a_change_of_rules_nothing_from_before_is_given_out() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var idle = kit.connected(key(origin));
            var inUse = kit.connected(key(origin));
            kit.release(idle);
            kit.guard.change(Kit.rules("127.0.0.0/8"));
            kit.release(inUse);

            assertThat(kit.connected(key(origin))).isNotSameAs(idle).isNotSameAs(inUse);
            Kit.assertCloses(idle);
            Kit.assertCloses(inUse);
        }
    }

    @Test
    void one_that_has_lived_long_enough_is_not_kept() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.keeping(new PoolLimits(9, 9, 9, Duration.ofSeconds(9), Duration.ZERO))) {
            var first = kit.connected(key(origin));
            kit.release(first);

            Kit.assertCloses(first);
        }
    }

    @Test
    void one_that_is_idle_for_long_enough_is_closed() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.keeping(new PoolLimits(9, 9, 9, Duration.ofMillis(50), Duration.ofMinutes(9)))) {
            var first = kit.connected(key(origin));
            var second = kit.connected(key(origin));
            kit.release(first);
            kit.release(second);

            Kit.assertCloses(first);
            Kit.assertCloses(second);
        }
    }

    @Test
    void of_one_key_and_in_all_only_so_many_are_kept_and_the_oldest_go() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.keeping(new PoolLimits(2, 3, 9, Duration.ofSeconds(9), Duration.ofMinutes(9)))) {
            var other = new PoolKey(new Id(1, 2), List.of(), key(origin).place());
            var mine =
                    Stream.generate(() -> kit.connected(key(origin))).limit(3).toList();
            var others = Stream.generate(() -> kit.connected(other)).limit(2).toList();
            mine.forEach(kit::release);
            Kit.assertCloses(mine.getFirst());
            others.forEach(kit::release);

            Kit.assertCloses(mine.get(1));
            assertThat(kit.connected(key(origin))).isSameAs(mine.get(2));
            assertThat(List.of(kit.connected(other), kit.connected(other))).containsExactlyInAnyOrderElementsOf(others);
        }
    }

    @Test
    void the_handlers_of_who_used_it_are_taken_out() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var channel = kit.connected(key(origin));
            var handler = new ChannelInboundHandlerAdapter();
            kit.onLoop(() -> channel.pipeline().addLast(handler));
            kit.release(channel);

            assertThat(channel.pipeline().context(handler)).isNull();
        }
    }

    @Test
    void to_give_a_connection_back_twice_is_a_mistake() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var channel = kit.connected(key(origin));
            kit.release(channel);

            assertThatThrownBy(() -> kit.release(channel)).hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closing_closes_what_is_idle_and_opens_nothing_more() {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var idle = kit.connected(key(origin));
            var inUse = kit.connected(key(origin));
            kit.release(idle);
            kit.upstreams.close();

            Kit.assertCloses(idle);
            assertThat(inUse.isOpen()).isTrue();
            assertThat(kit.failed(key(origin))).isEqualTo(DialFailure.OVERLOADED);
            kit.release(inUse);
            Kit.assertCloses(inUse);
        }
    }

    private static PoolKey key(Origin origin) {
        return Kit.key("127.0.0.1", origin.port());
    }
}
