package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.Recorded;
import agentvault.trail.ScopeCounter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrailJsonTest {

    private static final Id ONE = new Id(0, 1);
    private static final String ID = "00000000-0000-0000-0000-000000000001";
    private static final String PLACE = "\"monotonic_nanos\":\"-7\"";
    private static final String SEQUENCE = "\"sequence\":9";
    private static final String WHEN = "\"time\":\"1970-01-01T00:00:01.000002Z\"";

    static List<Arguments> entries() {
        var counters = List.of(new ScopeCounter(ONE, 3));
        return List.of(
                Arguments.of(
                        new Entry.Opened(ONE, ONE, "1.0", new Head(8, Hash.ZERO), 5),
                        "{\"installation\":\"ID\",\"instance\":\"ID\",\"kind\":\"opened\",PLACE,\"previous\":{\"hash\":\""
                                + "0".repeat(64) + "\",\"sequence\":8},SEQ,WHEN,\"torn_bytes\":5,\"version\":\"1.0\"}"),
                Arguments.of(
                        new Entry.Intent(
                                ONE, "vault.create", Face.QODER, Entry.NONE, 2, List.of(ONE), "é/\u0001\n\"\u007f"),
                        "{\"action\":\"vault.create\",\"actor\":\"ID\",\"counter\":2,\"detail\":\"é/\\u0001\\n\\\"\u007f\","
                                + "\"face\":\"QODER\",\"kind\":\"intent\",PLACE,SEQ,\"targets\":[\"ID\"],WHEN}"),
                Arguments.of(
                        new Entry.Applied(7, counters),
                        "{\"counters\":[{\"counter\":3,\"scope\":\"ID\"}],\"intent\":7,\"kind\":\"applied\",PLACE,SEQ,WHEN}"),
                Arguments.of(new Entry.Voided(7), "{\"intent\":7,\"kind\":\"voided\",PLACE,SEQ,WHEN}"),
                Arguments.of(
                        new Entry.Refused(ONE, "vault.read", ONE, "ROLE"),
                        "{\"action\":\"vault.read\",\"actor\":\"ID\",\"kind\":\"refused\",PLACE,\"reason\":\"ROLE\",\"scope\":\"ID\",SEQ,WHEN}"),
                Arguments.of(
                        new Entry.Event(Entry.NONE, "login", Face.LOCAL, ONE, "\u001f"),
                        "{\"action\":\"login\",\"detail\":\"\\u001f\",\"face\":\"LOCAL\",\"kind\":\"event\",PLACE,SEQ,\"target\":\"ID\",WHEN}"),
                Arguments.of(
                        new Entry.Epoch(2, "restore", counters),
                        "{\"counters\":[{\"counter\":3,\"scope\":\"ID\"}],\"epoch\":2,\"kind\":\"epoch\",PLACE,\"reason\":\"restore\",SEQ,WHEN}"),
                Arguments.of(
                        new Entry.Checkpointed("a\n"), "{\"kind\":\"checkpoint\",PLACE,\"note\":\"a\\n\",SEQ,WHEN}"),
                Arguments.of(new Entry.Closed(), "{\"kind\":\"closed\",PLACE,SEQ,WHEN}"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void an_entry_is_one_canonical_object(Entry entry, String expected) {
        var recorded = new Recorded(9, 1_000_002, -7, entry);
        assertThat(TrailJson.line(recorded))
                .isEqualTo(expected.replace("ID", ID)
                        .replace("PLACE", PLACE)
                        .replace("SEQ", SEQUENCE)
                        .replace("WHEN", WHEN));
    }
}
