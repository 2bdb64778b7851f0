package agentvault.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private static final Instant START = Instant.parse("2026-05-18T08:00:00Z");
    private static final Happening CREATED =
            new Happening(Happening.Type.PROPOSAL_CREATED, new Id(1, 1), Metadata.EMPTY);
    private static final Delivery NEW = Delivery.waiting(new Id(2, 2), new Id(3, 3), CREATED, new Stamp(START, 1));

    @Test
    void pauses_double_up_to_four_hours_and_are_spread_over_their_second_half() {
        assertThat(Delivery.pause(1, (byte) 0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Delivery.pause(1, (byte) -1)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
        assertThat(Delivery.pause(4, (byte) 0)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Delivery.pause(1_000_000, (byte) 0)).isEqualTo(Duration.ofHours(2));
        assertThat(Delivery.pause(1_000_000, (byte) -1)).isLessThan(Duration.ofHours(4));
    }

    @Test
    void it_is_tried_for_three_days_and_then_given_up() {
        var delivery = NEW;
        var now = START;
        while (delivery.pending()) {
            now = delivery.progress().at();
            delivery = delivery.leasedUntil(now.plusSeconds(30)).failed(now, "http_503", (byte) -1);
        }

        assertThat(delivery.progress().state()).isEqualTo(Delivery.State.GIVEN_UP);
        assertThat(delivery.progress().code()).isEqualTo("http_503");
        assertThat(Duration.between(START, now)).isBetween(Duration.ofHours(67), Delivery.LIFE);
        assertThat(delivery.progress().attempts()).isBetween(20, 60);
    }

    @Test
    void who_has_it_has_it_alone_until_the_lease_ends() {
        var leased = NEW.leasedUntil(START.plusSeconds(30));

        assertThat(NEW.due(START)).isTrue();
        assertThat(leased.due(START.plusSeconds(29))).isFalse();
        assertThat(leased.leased(START.plusSeconds(29))).isTrue();
        assertThat(leased.due(START.plusSeconds(30))).isTrue();
    }
}
