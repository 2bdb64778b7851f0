package agentvault.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ten thousand ways to edit a trail, each found at the first record that is not what was written.
class MutationTest {

    private static final int MUTATIONS = 10_000;

    private final TrailKit kit = TrailKit.chain(15, 10, 12);
    private final Random random = new Random(20_261_121);
    private final Witness witness = new Witness("the database", TrailKit.IDENTITY.instance(), kit.heads.getLast());

    /// Asks the key once per signature: the thousands of unchanged ones need not cost the time.
    private final Map<List<String>, Boolean> signatures = new HashMap<>();

    /// An edited trail and the first sequence that is bad in it.
    private record Mutation(String what, List<byte[]> segments, long firstBad) {}

    @Test
    void every_mutation_is_found_at_its_first_bad_sequence() {
        assertThat(verify(kit.bytes())).isInstanceOf(Verdict.Intact.class);
        for (int i = 0; i < MUTATIONS; i++) {
            var mutation = mutate(i % 7);
            switch (verify(mutation.segments())) {
                case Verdict.Intact _ -> fail("not found: " + mutation.what());
                case Verdict.Broken(var findings) ->
                    assertThat(findings.getFirst().sequence())
                            .as("%s: %s", mutation.what(), findings)
                            .isEqualTo(mutation.firstBad());
            }
        }
    }

    private Verdict verify(List<byte[]> segments) {
        return TrailVerification.whole(TrailKit.sources(segments), this::verifies, List.of(witness));
    }

    private boolean verifies(String key, byte[] message, byte[] signature) {
        var question =
                List.of(key, HexFormat.of().formatHex(message), HexFormat.of().formatHex(signature));
        return signatures.computeIfAbsent(question, _ -> TrailKit.VERIFIER.verifies(key, message, signature));
    }

    private Mutation mutate(int kind) {
        int segment = random.nextInt(kit.segments.size());
        var records = new ArrayList<>(records(segment));
        long first = kit.bounds.subList(0, segment).stream()
                        .mapToLong(each -> each.size() - 1L)
                        .sum()
                + 1;
        int at = random.nextInt(records.size());
        int other = random.nextInt(records.size());
        return switch (kind) {
            case 0 -> bitFlip(segment, first);
            case 1 -> {
                records.remove(at);
                yield replaced("deleted", segment, records, first + at);
            }
            case 2 -> {
                records.add(at, records.get(other));
                yield replaced("inserted", segment, records, first + at + (other == at ? 1 : 0));
            }
            case 3 -> {
                if (other == at) other = (at + 1) % records.size();
                var moved = records.get(at);
                records.set(at, records.get(other));
                records.set(other, moved);
                yield replaced("reordered", segment, records, first + Math.min(at, other));
            }
            case 4 -> truncated();
            case 5 -> rolledBack(segment, first, records.size());
            default -> forged(segment, records, at, first);
        };
    }

    private Mutation bitFlip(int segment, long first) {
        byte[] bytes = kit.bytes().get(segment).clone();
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        long record =
                kit.bounds.get(segment).stream().filter(bound -> bound <= at).count();
        return with("bit at byte " + at + " of segment " + segment, segment, bytes, first + Math.max(0, record - 1));
    }

    private Mutation truncated() {
        int last = kit.segments.size() - 1;
        byte[] bytes = kit.bytes().get(last);
        int keep = SegmentHeader.BYTES + random.nextInt(bytes.length - SegmentHeader.BYTES);
        long whole =
                kit.bounds.get(last).stream().filter(bound -> bound <= keep).count() - 1;
        long before = kit.bounds.subList(0, last).stream()
                .mapToLong(each -> each.size() - 1L)
                .sum();
        return with("cut to " + keep, last, Arrays.copyOf(bytes, keep), before + whole + 1);
    }

    private Mutation rolledBack(int segment, long first, int records) {
        int whole = random.nextInt(records);
        var segments = new ArrayList<>(kit.bytes().subList(0, segment + 1));
        int keep = kit.bounds.get(segment).get(whole);
        segments.set(segment, Arrays.copyOf(segments.get(segment), keep));
        return new Mutation("rolled back", segments, first + whole);
    }

    /// A record with other content and the right checksum, as somebody makes it who has read the source.
    private Mutation forged(int segment, List<byte[]> records, int at, long first) {
        var draft = Draft.of(new Entry.Voided(random.nextInt(1_000)));
        var place = new Recorded(first + at, 7, 7, draft.entry());
        draft.seal(place, kit.heads.get((int) first + at - 1).hash(), new Chain());
        records.set(at, TrailKit.copy(draft));
        boolean end = at == records.size() - 1;
        boolean endOfTrail = end && segment == kit.segments.size() - 1;
        boolean checkpointExpected = at == 0 && segment > 0;
        long firstBad = first + at + (checkpointExpected || endOfTrail ? 0 : 1);
        return replaced("forged", segment, records, firstBad);
    }

    private List<byte[]> records(int segment) {
        var bounds = kit.bounds.get(segment);
        byte[] bytes = kit.bytes().get(segment);
        var records = new ArrayList<byte[]>();
        for (int i = 1; i < bounds.size(); i++) {
            records.add(Arrays.copyOfRange(bytes, bounds.get(i - 1), bounds.get(i)));
        }
        return records;
    }

    private Mutation replaced(String what, int segment, List<byte[]> records, long firstBad) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(kit.bytes().get(segment), 0, SegmentHeader.BYTES);
        records.forEach(bytes::writeBytes);
        return with(what, segment, bytes.toByteArray(), firstBad);
    }

    private Mutation with(String what, int segment, byte[] bytes, long firstBad) {
        var segments = new ArrayList<>(kit.bytes());
        segments.set(segment, bytes);
        return new Mutation(what, segments, firstBad);
    }
}
