package agentvault.files;

import agentvault.id.Id;
import agentvault.trail.ByteSource;
import agentvault.trail.Checkpoint;
import agentvault.trail.Head;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentVault;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailVerification;
import agentvault.trail.TrailVerifier;
import agentvault.trail.Verdict;
import agentvault.trail.Witness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Judges the chains of all server instances of an installation: this one's by its files, with its copies as witnesses,
/// the others' by their copies.
public record ArchiveVerification(SegmentVault vault, TrailVerifier verifier) {

    private static final byte[] GONE = {};

    /// @param here the instance whose files the reader reads; its report is the first
    /// @param witnesses of this instance and of others
    public List<InstanceReport> verify(TrailIdentity here, TrailReader files, List<Witness> witnesses) {
        var copies = vault.list(here.installation());
        var others = new TreeSet<Id>(Comparator.comparing(Id::toString));
        copies.forEach(copy -> others.add(copy.key().instance()));
        witnesses.forEach(witness -> others.add(witness.instance()));
        others.remove(here.instance());
        var reports = new ArrayList<InstanceReport>();
        reports.add(judgeFiles(known(here.instance(), copies, witnesses), files));
        others.forEach(instance -> reports.add(judgeCopies(known(instance, copies, witnesses))));
        return List.copyOf(reports);
    }

    /// What is known of an instance besides its files.
    private record Known(Id instance, List<SegmentCopy> copies, List<Witness> witnesses) {

        /// The furthest that anything knows of.
        Head furthest() {
            return witnesses.stream()
                    .map(Witness::head)
                    .max(Comparator.comparingLong(Head::sequence))
                    .orElse(Head.NONE);
        }
    }

    private Known known(Id instance, List<SegmentCopy> copies, List<Witness> witnesses) {
        var own = copies.stream()
                .filter(copy -> copy.key().instance().equals(instance))
                .toList();
        var all = Stream.concat(witnesses.stream(), own.isEmpty() ? Stream.empty() : witnesses(own.getLast()).stream())
                .filter(witness -> witness.instance().equals(instance))
                .toList();
        return new Known(instance, own, all);
    }

    private InstanceReport judgeFiles(Known known, TrailReader files) {
        var verdict = files.verify(verifier, known.witnesses());
        var head = verdict instanceof Verdict.Intact intact ? intact.head() : known.furthest();
        return new InstanceReport(known.instance(), !files.empty(), head, verdict);
    }

    /// Copies come later than what they are copied from, so what lies behind the newest of them is no reproach.
    private InstanceReport judgeCopies(Known known) {
        long reached =
                known.copies().isEmpty() ? 0 : known.copies().getLast().head().sequence();
        var within = known.witnesses().stream()
                .filter(witness -> witness.head().sequence() <= reached)
                .toList();
        var sources = known.copies().stream().map(this::source).toList();
        var verdict = TrailVerification.whole(sources, verifier, within);
        return new InstanceReport(known.instance(), false, known.furthest(), verdict);
    }

    private ByteSource source(SegmentCopy copy) {
        String name = "copy of segment %d of %s"
                .formatted(copy.key().number(), copy.key().instance());
        return ByteSource.of(name, () -> vault.get(copy.key()).orElse(GONE));
    }

    private List<Witness> witnesses(SegmentCopy copy) {
        var witnesses = new ArrayList<Witness>();
        witnesses.add(new Witness("the newest copy", copy.key().instance(), copy.head()));
        Checkpoint.read(copy.checkpoint(), verifier)
                .ifPresent(signed -> witnesses.add(Witness.of("the newest copy's checkpoint", signed)));
        return witnesses;
    }
}
