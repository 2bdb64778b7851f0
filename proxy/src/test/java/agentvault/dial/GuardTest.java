package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses may be dialled, however they are written.
class GuardTest {

    private static final int PORT = 443;
    private static final NetworkRules EVERYTHING =
            new NetworkRules(Kit.rules("0.0.0.0/0", "::/0").allowed(), true);

    @Test
    void more_than_four_hundred_spellings_are_kept_from_being_dialled() {
        assertThat(Spelling.becoming("denied", "metadata", "invalid")).hasSizeGreaterThan(400);
    }

    @TestFactory
    Stream<DynamicTest> every_spelling_becomes_what_the_table_says() {
        return Spelling.all().stream()
                .map(one -> DynamicTest.dynamicTest(one.becomes() + " " + one.text(), () -> {
                    switch (one.becomes()) {
                        case "public" ->
                            assertThat(denial(NetworkRules.PUBLIC, one)).isEmpty();
                        case "denied" ->
                            assertThat(denial(NetworkRules.PUBLIC, one)).contains(DialFailure.DESTINATION_DENIED);
                        case "metadata" -> assertThat(denial(EVERYTHING, one)).contains(DialFailure.DESTINATION_DENIED);
                        case "invalid" -> {
                            assertThat(CanonicalHost.parse(one.text())).isInstanceOf(HostResult.Invalid.class);
                            assertThat(Authority.parse(one.text() + ":443", PORT))
                                    .isInstanceOf(AuthorityResult.Invalid.class);
                        }
                        default -> throw new AssertionError("not in the legend: " + one);
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.google.internal", "METADATA.google.internal.", "instance-data", "metadata"})
    void names_of_metadata_services_are_denied_before_they_are_looked_up(String name) {
        assertThat(Guard.of(EVERYTHING).denial(host(name), PORT)).contains(DialFailure.DESTINATION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.20.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.1.1",
                "0.0.0.0",
                "[::1]",
                "[fd00::1]",
                "[fe80::1]"
            })
    void private_ranges_are_dialled_where_that_is_allowed(String address) {
        var allowed = new NetworkRules(List.of(), true);

        assertThat(Guard.of(allowed).denial(ip(address), PORT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::]",
                "[64:ff9b::808:808]",
                "[::ffff:808:808]",
                "[fec0::1]",
                "[4000::1]"
            })
    void what_is_nobodys_stays_denied_where_private_ranges_are_allowed(String address) {
        var allowed = new NetworkRules(List.of(), true);

        assertThat(Guard.of(allowed).denial(ip(address), PORT)).contains(DialFailure.DESTINATION_DENIED);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.9.8.7, 443, true",
        "10.0.0.0/8, 11.0.0.1, 443, true",
        "10.0.0.0/8, 192.168.0.1, 443, false",
        "10.1.2.3, 10.1.2.3, 443, true",
        "10.1.2.3, 10.1.2.4, 443, false",
        "10.1.2.3:5432, 10.1.2.3, 5432, true",
        "10.1.2.3:5432, 10.1.2.3, 443, false",
        "10.0.0.0/8:5432, 10.0.0.1, 5432, true",
        "10.0.0.0/8:5432, 10.0.0.1, 5433, false",
        "fd00::/8, [fd12::1], 443, true",
        "fd00::/8:443, [fd12::1], 80, false",
        "[fd00::1]:443, [fd00::1], 443, true",
        "[fd00::1]:443, [fd00::2], 443, false",
        "192.0.2.0/24, 192.0.2.9, 443, true",
        "0.0.0.0/0, 169.254.169.254, 80, false",
        "10.0.0.0/8, [::ffff:a00:1], 443, false",
        "64:ff9b::/96, [64:ff9b::808:808], 443, true",
        "64:ff9b::/96, [64:ff9b::7f00:1], 443, false",
        "64:ff9b::/96, [64:ff9b::a9fe:a9fe], 443, false",
        "64:ff9b:1::/48, [64:ff9b:1:808:8:800::], 443, true",
        "64:ff9b:1::/48, [64:ff9b:1:7f00:0:100::], 443, false",
        "2002::/16, [2002:808:808::1], 443, true",
        "2002::/16, [2002:a00:1::1], 443, false",
    })
    void a_network_is_allowed_by_name_and_what_it_leads_to_must_be_as_well(
            String network, String address, int port, boolean dialled) {
        assertThat(Guard.of(Kit.rules(network)).denial(ip(address), port).isEmpty())
                .isEqualTo(dialled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/8", "10.0.0.0/08x", "10.0.0.0/8:0",
                "10.0.0.0/8:65536", "10.0.0.0/8:", "10.0.0", "0x0a000000/8", "example.com", "fd00::/129", "fd00::1/8",
                "[fd00::/8", "10.0.0.0/8 "
            })
    void what_is_no_network_is_not_read_as_one(String text) {
        assertThat(AllowedNetwork.parse(text)).isEmpty();
    }

    @Test
    void ports_that_the_process_listens_on_are_never_dialled() {
        var guard = new Guard(EVERYTHING, address -> address.getHostAddress().equals("93.184.215.14"));
        guard.listening(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 14321));
        guard.listening(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 14322));

        for (var own : List.of("127.0.0.1", "0.0.0.0", "[::]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"))
            assertThat(guard.denial(ip(own), 14321)).as(own).contains(DialFailure.SELF_CONNECTION);
        for (var own : List.of("127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0", "93.184.215.14"))
            assertThat(guard.denial(ip(own), 14322)).as(own).contains(DialFailure.SELF_CONNECTION);
        assertThat(guard.denial(ip("127.0.0.2"), 14321)).isEmpty();
        assertThat(guard.denial(ip("8.8.8.8"), 14322)).isEmpty();
        assertThat(guard.denial(ip("127.0.0.1"), 14323)).isEmpty();
    }

    @Test
    void an_address_of_this_machine_is_recognised() {
        var guard = Guard.of(EVERYTHING);
        guard.listening(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 14322));

        assertThat(guard.denial(ip("127.0.0.1"), 14322)).contains(DialFailure.SELF_CONNECTION);
        assertThat(guard.denial(ip("192.0.2.1"), 14322)).isEmpty();
    }

    @Test
    void names_that_lead_to_this_process_are_never_dialled_on_its_ports() {
        var guard = Guard.of(EVERYTHING);
        guard.called(new Authority(host("vault.example.com"), 443));

        assertThat(guard.denial(host("VAULT.example.com."), 443)).contains(DialFailure.SELF_CONNECTION);
        assertThat(guard.denial(host("vault.example.com"), 8443)).isEmpty();
        assertThat(guard.denial(host("other.example.com"), 443)).isEmpty();
    }

    @Test
    void the_epoch_changes_with_whatever_may_change_a_judgement() {
        var guard = Guard.of(NetworkRules.PUBLIC);
        long first = guard.epoch();
        guard.change(EVERYTHING);
        long second = guard.epoch();
        guard.listening(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1));

        long third = guard.epoch();
        guard.called(new Authority(host("vault.example.com"), 443));

        assertThat(List.of(first, second, third, guard.epoch())).doesNotHaveDuplicates();
    }

    private static Optional<DialFailure> denial(NetworkRules rules, Spelling one) {
        return Guard.of(rules).denial(ip(one.text()), PORT);
    }

    private static IpAddress ip(String text) {
        return IpAddress.of(host(text)).orElseThrow();
    }

    private static CanonicalHost host(String text) {
        assertThat(CanonicalHost.parse(text)).isInstanceOf(HostResult.Valid.class);
        return ((HostResult.Valid) CanonicalHost.parse(text)).host();
    }
}
