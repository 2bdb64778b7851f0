package agentvault.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.workspace.RootCertificates.Pair;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The certificate that agents trust.
class RootCertificatesTest {

    private final Office office = Office.inMemory();
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void is_made_once_and_is_the_same_for_every_server() {
        try (var first = office.workspace.rootCertificates().current(this::make);
                var second = office.reopened().rootCertificates().current(this::make)) {
            assertThat(made).hasValue(1);
            assertThat(second.certificate()).isEqualTo(first.certificate());
            assertThat(Office.text(second.privateKey())).isEqualTo("private 1");
        }
    }

    @Test
    void making_one_is_recorded() {
        office.workspace.rootCertificates().current(this::make).close();

        assertThat(office.trail.entries()).anyMatch(entry -> entry.toString().contains("MAKE_ROOT_CERTIFICATE"));
    }

    private Pair make() {
        int number = made.incrementAndGet();
        return new Pair(Examples.octets("certificate " + number), Office.secret("private " + number));
    }
}
