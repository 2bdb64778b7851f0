package agentvault.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Face;
import agentvault.id.Id;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final String KEY = "5f1c";
    private static final String REQUEST = "POST /vaults";

    private final Office office = Office.inMemory();
    private final Idempotency idempotency = new Idempotency(office.workspace);
    private final Caller caller = office.apiKey("qoder", Face.QODER);
    private final Id made = office.random().id();
    private final Id madeByTheOther = office.random().id();

    @AfterEach
    void close() {
        assertThat(new Check(office.reopened()).all()).isEmpty();
        office.close();
    }

    private Idempotency.Claim claim() {
        return idempotency.claim(caller, KEY, REQUEST);
    }

    private Idempotency.Claim.First first() {
        return switch (claim()) {
            case Idempotency.Claim.First first -> first;
            case Idempotency.Claim other -> throw new AssertionError(other.toString());
        };
    }

    private void pass(Duration time) {
        office.moveTo(office.now().plus(time));
    }

    @Test
    void what_was_carried_out_is_remembered_for_a_day() {
        var first = first();
        pass(Duration.ofSeconds(30));
        idempotency.settle(caller, first, made);

        pass(Idempotency.KEPT.minusSeconds(1));
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Again(made));
        assertThat(idempotency.claim(caller, KEY, "POST /sessions")).isEqualTo(new Idempotency.Claim.Other());
        assertThat(idempotency.claim(office.apiKey("other", Face.QODER), KEY, REQUEST))
                .isInstanceOf(Idempotency.Claim.First.class);
        pass(Duration.ofSeconds(1));
        assertThat(claim()).isInstanceOf(Idempotency.Claim.First.class);
    }

    @Test
    void a_request_whose_end_was_lost_holds_its_key_for_ten_minutes() {
        first();

        pass(Idempotency.HELD.minusSeconds(1));
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Unsettled());
        pass(Duration.ofSeconds(1));
        var retry = first();
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Unsettled());
        idempotency.settle(caller, retry, made);
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Again(made));
    }

    @Test
    void a_request_that_ends_after_its_key_was_taken_over_changes_nothing() {
        var slow = first();
        pass(Idempotency.HELD);
        var other = first();

        idempotency.settle(caller, slow, made);
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Unsettled());
        idempotency.release(caller, slow);
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Unsettled());

        idempotency.settle(caller, other, madeByTheOther);
        idempotency.settle(caller, slow, made);
        idempotency.release(caller, slow);
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Again(madeByTheOther));
    }

    @Test
    void a_request_that_ends_late_is_remembered_if_nobody_has_its_key() {
        var slow = first();
        pass(Idempotency.HELD);
        idempotency.settle(caller, slow, made);
        assertThat(claim()).isEqualTo(new Idempotency.Claim.Again(made));

        var later = idempotency.claim(caller, "later", REQUEST);
        pass(Idempotency.HELD);
        assertThat(new Tidying(office.workspace).tidy()).isEqualTo(1);
        idempotency.settle(caller, (Idempotency.Claim.First) later, made);
        assertThat(idempotency.claim(caller, "later", REQUEST)).isEqualTo(new Idempotency.Claim.Again(made));
    }

    @Test
    void a_request_that_changed_nothing_frees_its_key() {
        idempotency.release(caller, first());

        assertThat(claim()).isInstanceOf(Idempotency.Claim.First.class);
    }
}
