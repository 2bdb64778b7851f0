package agentvault.store;

import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageFilter;
import agentvault.traffic.PassageLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassageLogTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Id PAYMENTS = id(1);
    private static final Id MAIL = id(2);

    enum Kind {
        SQLITE(Database.SQLITE),
        POSTGRES(Database.POSTGRES);

        private final Database database;

        Kind(Database database) {
            this.database = database;
        }

        void use(Consumer<PassageLog> work) {
            try (var fresh = database.fresh()) {
                work.accept(((SqlStore) fresh.store()).passages());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_kept_is_found_newest_first_as_it_was(Kind kind) {
        kind.use(log -> {
            var first = passage(PAYMENTS, "stripe", 200, 0);
            var second = passage(PAYMENTS, "stripe", 500, 1);
            log.keep(List.of(first, passage(MAIL, "mail", 200, 0)));
            log.keep(List.of(second));

            assertThat(found(log, PassageFilter.of(PAYMENTS), 10)).containsExactly(second, first);
            assertThat(found(log, PassageFilter.of(PAYMENTS), 1)).containsExactly(second);
        });
    }

    @ParameterizedTest
    @EnumSource
    void pages_follow_one_another_and_a_tail_sees_what_is_new(Kind kind) {
        kind.use(log -> {
            for (int n = 0; n < 5; n++) log.keep(List.of(passage(PAYMENTS, "stripe", 200 + n, n)));
            var newest = log.find(PassageFilter.of(PAYMENTS), 2);
            long cursor = newest.getLast().number();

            assertThat(found(log, between(cursor, 0), 2))
                    .extracting(passage -> passage.fate().status())
                    .containsExactly(202, 201);
            assertThat(found(log, between(Long.MAX_VALUE, cursor), 9))
                    .extracting(passage -> passage.fate().status())
                    .containsExactly(204);
        });
    }

    @ParameterizedTest
    @EnumSource
    void filters_narrow_one_another(Kind kind) {
        kind.use(log -> {
            log.keep(List.of(
                    passage(PAYMENTS, "stripe", 200, 0),
                    passage(PAYMENTS, "stripe", 403, 1),
                    passage(PAYMENTS, "github", 403, 2)));
            var refused = new PassageFilter(
                    PAYMENTS,
                    Optional.of(Passage.Way.TUNNEL),
                    Optional.of(PassageFilter.Outcome.REFUSED),
                    Optional.of("stripe"),
                    Long.MAX_VALUE,
                    0);

            assertThat(found(log, refused, 9))
                    .extracting(passage -> passage.fate().status())
                    .containsExactly(403);
        });
    }

    @ParameterizedTest
    @EnumSource
    void hosts_without_a_service_are_counted(Kind kind) {
        kind.use(log -> {
            log.keep(List.of(
                    passage(PAYMENTS, "", "a.example.com", 403, 0),
                    passage(PAYMENTS, "", "b.example.com", 403, 1),
                    passage(PAYMENTS, "", "b.example.com", 403, 2),
                    passage(PAYMENTS, "stripe", "api.stripe.com", 200, 3),
                    passage(MAIL, "", "c.example.com", 403, 4)));

            assertThat(log.unmatched(PAYMENTS, 9))
                    .containsExactly(
                            new PassageLog.Unmatched("b.example.com", 2, NOON.plusSeconds(2)),
                            new PassageLog.Unmatched("a.example.com", 1, NOON));
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_old_and_what_is_too_much_of_a_vault_are_forgotten(Kind kind) {
        kind.use(log -> {
            for (int n = 0; n < 120; n++) log.keep(List.of(passage(MAIL, "mail", 200, -60)));
            for (int n = 0; n < 10; n += 2)
                log.keep(List.of(passage(PAYMENTS, "stripe", 200 + n, n), passage(PAYMENTS, "stripe", 201 + n, n)));

            var times = new AtomicInteger();
            log.forget(NOON, 4, times::incrementAndGet);
            assertThat(times).as("some at a time").hasValueGreaterThan(2);

            assertThat(found(log, PassageFilter.of(MAIL), 9)).isEmpty();
            assertThat(found(log, PassageFilter.of(PAYMENTS), 9))
                    .extracting(passage -> passage.fate().status())
                    .containsExactly(209, 208, 207, 206);
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_was_kept_together_is_found_part_by_part(Kind kind) {
        kind.use(log -> {
            log.keep(IntStream.range(0, 10_000)
                    .mapToObj(n -> passage(PAYMENTS, n % 2 == 0 ? "stripe" : "", n, n))
                    .toList());
            log.keep(List.of(passage(PAYMENTS, "stripe", 10_000, 0)));

            var statuses = new ArrayList<Integer>();
            long before = Long.MAX_VALUE;
            for (var page = log.find(between(before, 0), 700);
                    !page.isEmpty();
                    page = log.find(between(before, 0), 700)) {
                page.forEach(kept -> statuses.add(kept.passage().fate().status()));
                before = page.getLast().number();
            }
            assertThat(statuses)
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, 10_000)
                            .mapToObj(n -> 10_000 - n)
                            .toList());
            assertThat(log.unmatched(PAYMENTS, 9)).hasSize(1);
        });
    }

    private static List<Passage> found(PassageLog log, PassageFilter filter, int limit) {
        return log.find(filter, limit).stream().map(PassageLog.Kept::passage).toList();
    }

    private static PassageFilter between(long before, long after) {
        return new PassageFilter(PAYMENTS, Optional.empty(), Optional.empty(), Optional.empty(), before, after);
    }

    private static Passage passage(Id vault, String service, int status, int second) {
        return passage(vault, service, service + ".example.com", status, second);
    }

    private static Passage passage(Id vault, String service, String host, int status, int second) {
        return new Passage(
                NOON.plusSeconds(second),
                "req_1",
                Passage.Way.TUNNEL,
                new Passage.Who(id(7), id(8), vault),
                new Passage.What("GET", host, "/v1/charges"),
                new Passage.Fate(
                        service,
                        service.isEmpty() ? List.of() : List.of("A_KEY", "B_KEY"),
                        status,
                        status < 400 ? "" : "forbidden"),
                new Passage.Cost(1, 2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
    }
}
