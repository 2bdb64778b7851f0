package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Octets;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.traffic.CredentialUse;
import agentvault.traffic.CredentialUse.Said;
import agentvault.traffic.CredentialUses;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Stamp;
import agentvault.workspace.StoreUnavailable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CredentialUseWriterTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Id VAULT = new Id(1, 1);

    private final Kept kept = new Kept();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Log log = Log.open(Level.INFO, Format.TEXT, InstantSource.system(), said);

    @Test
    void many_uses_of_a_credential_are_written_as_one() {
        try (var writer = writer()) {
            for (int n = 0; n < 10_000; n++) writer.record(credential(1, 1), 200);
            writer.record(credential(2, 1), 401);
            writer.record(credential(1, 1), 0);
            writer.record(credential(1, 1), 403);
            writer.record(credential(1, 1), 404);
        }

        assertThat(kept.last(1)).isEqualTo(use(1, 1, Said.FORBIDDEN));
        assertThat(kept.last(2)).isEqualTo(use(2, 1, Said.UNAUTHORIZED));
        assertThat(kept.uses).hasSizeLessThan(100);
    }

    @Test
    void what_was_said_to_a_value_that_was_replaced_is_told_of_that_value() {
        try (var writer = writer()) {
            writer.record(credential(1, 1), 401);
            writer.record(credential(1, 2), 200);
        }

        assertThat(kept.last(1)).isEqualTo(use(1, 2, Said.YES));
    }

    @Test
    void what_cannot_be_written_is_written_later() {
        kept.answering = false;
        try (var writer = writer()) {
            writer.record(credential(1, 1), 401);
            while (kept.refused.get() == 0) Thread.onSpinWait();
            kept.answering = true;
        }
        log.close();

        assertThat(kept.last(1)).isEqualTo(use(1, 1, Said.UNAUTHORIZED));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("credential_uses_not_written");
    }

    private CredentialUseWriter writer() {
        return CredentialUseWriter.start(kept, () -> NOON, log);
    }

    private static CredentialUse use(long credential, int version, Said said) {
        return new CredentialUse(VAULT, new Id(2, credential), version, NOON, said);
    }

    private static Credential credential(long number, int version) {
        var held = new Material.Held(version, new Id(3, 3), Octets.of(new byte[0]), new TreeMap<>());
        return new Credential(
                new Id(2, number),
                VAULT,
                new CredentialKey("TOKEN"),
                new Credential.Profile("", Metadata.EMPTY, Credential.Reading.NEVER, Face.QODER),
                new Credential.Type.Static(),
                held,
                Life.startedAt(new Stamp(NOON, 1)));
    }

    private static final class Kept implements CredentialUses {

        private final List<CredentialUse> uses = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean answering = true;
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public void keep(List<CredentialUse> more) {
            if (!answering) {
                refused.incrementAndGet();
                throw new StoreUnavailable("the database does not answer");
            }
            uses.addAll(more);
        }

        CredentialUse last(long credential) {
            return uses.stream()
                    .filter(use -> use.credential().equals(new Id(2, credential)))
                    .reduce(CredentialUse::then)
                    .orElseThrow();
        }

        @Override
        public Map<Id, CredentialUse> of(Id vault) {
            throw new AssertionError("not asked");
        }

        @Override
        public void forgetDeleted() {
            throw new AssertionError("not asked");
        }
    }
}
