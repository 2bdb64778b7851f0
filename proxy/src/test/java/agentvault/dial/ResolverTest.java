package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.wire.EventLoops;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Looking names up, slowly and often.
class ResolverTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Id OTHER_VAULT = new Id(1, 2);

    private final EventLoops loops = EventLoops.start(1);
    private final EventLoop loop = loops.next();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch held = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        held.countDown();
        loops.close();
    }

    @Test
    void a_name_is_asked_for_once_however_many_wait_for_it() {
        var resolver = resolver(new Resolver.Limits(LONG, 4, 4, 100, LONG, 10));
        var askers = IntStream.range(0, 20)
                .mapToObj(_ -> ask(resolver, Kit.VAULT, "slow.example"))
                .toList();
        loop.submit(() -> {}).syncUninterruptibly();
        held.countDown();

        for (var asker : askers) assertThat(Kit.await(asker)).isInstanceOf(Resolution.Found.class);
        assertThat(lookUps).hasValue(1);
        assertThat(Kit.await(ask(resolver, Kit.VAULT, "slow.example"))).isInstanceOf(Resolution.Found.class);
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void a_slow_name_is_not_waited_for_beyond_the_limit() {
        var resolver = resolver(new Resolver.Limits(Duration.ofMillis(50), 4, 4, 100, LONG, 10));

        assertThat(Kit.await(ask(resolver, Kit.VAULT, "slow.example"))).isEqualTo(failed(DialFailure.DNS_TIMEOUT));
        assertThat(Kit.await(ask(resolver, Kit.VAULT, "slow.example"))).isEqualTo(failed(DialFailure.DNS_TIMEOUT));
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void a_name_without_an_address_is_remembered_for_a_while() {
        var resolver = resolver(new Resolver.Limits(LONG, 4, 4, 100, Duration.ofSeconds(5), 10));

        assertThat(Kit.await(ask(resolver, Kit.VAULT, "none.example"))).isEqualTo(failed(DialFailure.UNRESOLVED));
        assertThat(Kit.await(ask(resolver, Kit.VAULT, "none.example"))).isEqualTo(failed(DialFailure.UNRESOLVED));
        assertThat(lookUps).hasValue(1);
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(Kit.await(ask(resolver, Kit.VAULT, "none.example"))).isEqualTo(failed(DialFailure.UNRESOLVED));
        assertThat(lookUps).hasValue(2);
    }

    @Test
    void a_flood_of_names_without_an_address_fills_no_memory() {
        var resolver = resolver(new Resolver.Limits(LONG, 4, 4, 100, LONG, 2));
        for (var name : List.of("none-1", "none-2", "none-3")) Kit.await(ask(resolver, Kit.VAULT, name));

        Kit.await(ask(resolver, Kit.VAULT, "none-3"));
        Kit.await(ask(resolver, Kit.VAULT, "none-2"));
        assertThat(lookUps).hasValue(3);
        Kit.await(ask(resolver, Kit.VAULT, "none-1"));
        assertThat(lookUps).hasValue(4);
    }

    @Test
    void a_vault_that_asks_for_many_slow_names_does_not_keep_others_waiting() {
        var resolver = resolver(new Resolver.Limits(LONG, 2, 1, 100, LONG, 10));
        var slow = List.of(ask(resolver, Kit.VAULT, "slow-1"), ask(resolver, Kit.VAULT, "slow-2"));

        assertThat(Kit.await(ask(resolver, OTHER_VAULT, "quick"))).isInstanceOf(Resolution.Found.class);
        assertThat(slow).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void a_flood_of_slow_names_is_refused_beyond_the_limit_and_so_is_one_of_askers() {
        var resolver = resolver(new Resolver.Limits(LONG, 1, 1, 2, LONG, 10));
        var waiting = Stream.of("slow-1", "slow-2", "slow-2")
                .map(name -> ask(resolver, Kit.VAULT, name))
                .toList();

        assertThat(Kit.await(ask(resolver, Kit.VAULT, "slow-3"))).isEqualTo(failed(DialFailure.OVERLOADED));
        assertThat(Kit.await(ask(resolver, Kit.VAULT, "slow-2"))).isEqualTo(failed(DialFailure.OVERLOADED));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void of_a_huge_answer_32_addresses_are_looked_at() {
        var resolver = resolver(Resolver.Limits.STANDARD);

        assertThat(Kit.await(ask(resolver, Kit.VAULT, "huge")))
                .isInstanceOfSatisfying(
                        Resolution.Found.class,
                        found -> assertThat(found.addresses()).hasSize(Resolver.MOST_ADDRESSES));
    }

    @Test
    void a_resolver_that_breaks_is_a_name_without_an_address() {
        var resolver = resolver(Resolver.Limits.STANDARD);

        assertThat(Kit.await(ask(resolver, Kit.VAULT, "broken"))).isEqualTo(failed(DialFailure.UNRESOLVED));
    }

    private Resolver resolver(Resolver.Limits limits) {
        return new Resolver(this::lookUp, limits, clock::get);
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        lookUps.incrementAndGet();
        if (name.startsWith("slow")) awaitHeld();
        if (name.startsWith("none")) throw new UnknownHostException(name);
        if (name.startsWith("broken")) throw new IllegalStateException("broken");
        int size = name.startsWith("huge") ? 4_000 : 1;
        return IntStream.range(0, size)
                .mapToObj(_ -> InetAddress.ofLiteral("93.184.215.14"))
                .toArray(InetAddress[]::new);
    }

    private void awaitHeld() {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Resolution> ask(Resolver resolver, Id vault, String name) {
        var answer = new CompletableFuture<Resolution>();
        loop.execute(() -> resolver.resolve(loop, vault, name, answer::complete));
        return answer;
    }

    private static Resolution failed(DialFailure failure) {
        return new Resolution.Failed(failure);
    }
}
