package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.dial.Kit.Outcome;
import agentvault.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is dialled, and what is not, with servers that would answer.
class DialTest {

    @Test
    void an_allowed_name_is_dialled_at_its_address() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            kit.names.put("a.example", List.of("127.0.0.1"));
            var channel = kit.connected(Kit.key("a.example", origin.port()));

            assertThat(origin.next().getPort()).isEqualTo(((InetSocketAddress) channel.localAddress()).getPort());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "a.example", "[::ffff:7f00:1]"})
    void a_denied_address_is_not_dialled(String host) throws IOException, InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("10.0.0.0/8")) {
            kit.names.put("a.example", List.of("127.0.0.1"));

            assertThat(kit.failed(Kit.key(host, origin.port()))).isEqualTo(DialFailure.DESTINATION_DENIED);
            origin.assertNobodyCame();
        }
    }

    @Test
    void one_denied_address_among_good_ones_denies_the_name() throws IOException, InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var internal = Origin.at("127.0.0.2", origin.port());
                var kit = Kit.allowing("127.0.0.1")) {
            kit.names.put("a.example", List.of("127.0.0.1", "127.0.0.2"));

            assertThat(kit.failed(Kit.key("a.example", origin.port()))).isEqualTo(DialFailure.DESTINATION_DENIED);
            origin.assertNobodyCame();
            internal.assertNobodyCame();
        }
    }

    @Test
    void a_name_that_is_rebound_is_judged_anew_and_what_was_judged_is_what_is_dialled()
            throws IOException, InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var internal = Origin.at("127.0.0.2", origin.port());
                var kit = Kit.allowing("127.0.0.1")) {
            kit.names.put("a.example", List.of("127.0.0.1"));
            kit.connected(Kit.key("a.example", origin.port()));
            origin.next();
            assertThat(kit.lookUps).hasValue(1);
            kit.names.put("a.example", List.of("127.0.0.2"));

            assertThat(kit.failed(Kit.key("a.example", origin.port()))).isEqualTo(DialFailure.DESTINATION_DENIED);
            assertThat(kit.lookUps).hasValue(2);
            origin.assertNobodyCame();
            internal.assertNobodyCame();
        }
    }

    @Test
    void addresses_and_metadata_names_are_denied_without_a_question_to_anybody() {
        try (var kit = Kit.allowing()) {
            for (var host : List.of("127.0.0.1", "[::1]", "169.254.169.254", "metadata.google.internal")) {
                assertThat(kit.failed(Kit.key(host, 80))).isEqualTo(DialFailure.DESTINATION_DENIED);
                assertThat(kit.upstreams.denial(Kit.key(host, 80).place())).contains(DialFailure.DESTINATION_DENIED);
            }
            assertThat(kit.upstreams.denial(Kit.key("a.example", 80).place())).isEmpty();
            assertThat(kit.lookUps).hasValue(0);
        }
    }

    @Test
    void names_of_networks_alone_are_hopeless_where_no_network_may_be_dialled() {
        var through = Route.Through.parse("http://127.0.0.1:3128", true).orElseThrow();
        try (var kit = Kit.allowing();
                var inside = Kit.allowing("10.0.0.0/8");
                var behind = new Kit(Kit.rules(), through, List.of(), PoolLimits.STANDARD)) {
            var name = Kit.key("hooks.internal", 443).place();
            assertThat(kit.upstreams.hopeless(name)).contains(DialFailure.DESTINATION_DENIED);
            assertThat(kit.upstreams.denial(name)).isEmpty();
            assertThat(inside.upstreams.hopeless(name)).isEmpty();
            assertThat(behind.upstreams.hopeless(name)).isEmpty();
            assertThat(behind.upstreams.hopeless(Kit.key("10.0.0.1", 443).place()))
                    .contains(DialFailure.DESTINATION_DENIED);
            assertThat(kit.upstreams.hopeless(Kit.key("a.example", 443).place()))
                    .isEmpty();
            assertThat(kit.lookUps).hasValue(0);
        }
    }

    @Test
    void its_own_ports_are_not_dialled_by_address_nor_by_name() throws IOException, InterruptedException {
        try (var own = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.0/8")) {
            kit.guard.listening((InetSocketAddress) own.server().getLocalSocketAddress());
            kit.names.put("me.example", List.of("127.0.0.1"));

            assertThat(kit.failed(Kit.key("127.0.0.1", own.port()))).isEqualTo(DialFailure.SELF_CONNECTION);
            assertThat(kit.failed(Kit.key("me.example", own.port()))).isEqualTo(DialFailure.SELF_CONNECTION);
            own.assertNobodyCame();
        }
    }

    @Test
    void the_next_address_is_dialled_if_one_refuses_and_no_more_than_three_are() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.4");
                var kit = Kit.allowing("127.0.0.0/8")) {
            kit.names.put("a.example", List.of("127.0.0.2", "127.0.0.3", "127.0.0.4"));
            kit.names.put("b.example", List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"));

            kit.connected(Kit.key("a.example", origin.port()));
            assertThat(origin.next().isConnected()).isTrue();
            assertThat(kit.failed(Kit.key("b.example", origin.port()))).isEqualTo(DialFailure.UNREACHABLE);
        }
    }

    @Test
    void a_host_that_takes_no_connection_is_given_up() throws IOException {
        var waiting = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var kit = Kit.allowing("127.0.0.1")) {
            fill(full, waiting);

            assertThat(kit.failed(Kit.key("127.0.0.1", full.getLocalPort()))).isEqualTo(DialFailure.CONNECT_TIMEOUT);
        } finally {
            for (var socket : waiting) socket.close();
        }
    }

    /// Until the system drops what comes.
    private static void fill(ServerSocket server, List<Socket> waiting) throws IOException {
        while (true) {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Test
    void a_name_without_an_address_is_unresolved() {
        try (var kit = Kit.allowing()) {
            assertThat(kit.failed(Kit.key("none.example", 80))).isEqualTo(DialFailure.UNRESOLVED);
        }
    }

    @Test
    void a_change_of_rules_while_dialling_counts() throws InterruptedException {
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.allowing("127.0.0.1")) {
            var key = Kit.key("127.0.0.1", origin.port());
            var ended = kit.onLoop(() -> {
                var waiting = new ArrayList<DialFailure>();
                kit.upstreams.connect(kit.loop, key, new Upstreams.Listener() {
                    @Override
                    public void connected(io.netty.channel.Channel channel, boolean reused) {}

                    @Override
                    public void failed(DialFailure failure) {
                        waiting.add(failure);
                    }
                });
                kit.guard.change(NetworkRules.PUBLIC);
                return waiting;
            });

            assertThat(Origin.all(origin.next())).isEmpty();
            assertThat(kit.onLoop(() -> ended)).containsExactly(DialFailure.DESTINATION_DENIED);
        }
    }

    @Test
    void ipv6_and_ipv4_are_tried_in_turn() {
        var found = List.of("1.1.1.1", "1.1.1.2", "2606::1", "2606::2").stream()
                .map(text -> Network.of(text).first())
                .toList();

        assertThat(Addresses.inTurn(found, 3).stream().map(Addresses::text))
                .containsExactly("1.1.1.1", "[2606:0:0:0:0:0:0:1]", "1.1.1.2");
        assertThat(Addresses.inTurn(found.subList(2, 4), 3)).hasSize(2);
    }

    @Test
    void nothing_is_opened_beyond_the_limit_but_an_idle_connection_makes_room() {
        var one = PoolLimits.STANDARD;
        var limits = new PoolLimits(one.idlePerKey(), one.idle(), 1, one.rest(), one.life());
        try (var origin = Origin.at("127.0.0.1");
                var kit = Kit.keeping(limits)) {
            var first = kit.connected(Kit.key("127.0.0.1", origin.port()));
            var other = new PoolKey(
                    new Id(2, 2), List.of(), Kit.key("127.0.0.1", origin.port()).place());

            assertThat(kit.failed(other)).isEqualTo(DialFailure.OVERLOADED);
            kit.release(first);
            assertThat(kit.connect(other)).isInstanceOf(Outcome.Connected.class);
            Kit.assertCloses(first);
        }
    }
}
