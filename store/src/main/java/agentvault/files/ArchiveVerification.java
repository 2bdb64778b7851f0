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
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Judges the chains of all server instances of an installation: this one's by its files, with its copies as witnesses,
/// the others' by their copies.
public record ArchiveVerification(SegmentVault vault, TrailVerifier verifier) {

    private static final byte[] GONE = {};

    /// @param here the instance whose files the reader reads
    public List<InstanceReport> verify(TrailIdentity here, TrailReader files, List<Witness> witnesses) {
        var copies = vault.list(here.installation()).stream()
                .collect(Collectors.groupingBy(
                        copy -> copy.key().instance().toString(), TreeMap::new, Collectors.toList()));
        var reports = new ArrayList<InstanceReport>();
        var own = copies.getOrDefault(here.instance().toString(), List.of());
        reports.add(judgeFiles(here.instance(), files, own, witnesses));
        copies.remove(here.instance().toString());
        copies.values().forEach(others -> reports.add(judgeCopies(others)));
        return List.copyOf(reports);
    }

    private InstanceReport judgeFiles(Id instance, TrailReader files, List<SegmentCopy> own, List<Witness> witnesses) {
        var all = new ArrayList<>(witnesses);
        if (!own.isEmpty()) all.addAll(witnesses(own.getLast()));
        var verdict = files.verify(verifier, all);
        return new InstanceReport(instance, !files.empty(), lastKnown(own, verdict), verdict);
    }

    private InstanceReport judgeCopies(List<SegmentCopy> copies) {
        var last = copies.getLast();
        var sources = copies.stream().map(this::source).toList();
        var verdict = TrailVerification.whole(sources, verifier, witnesses(last));
        return new InstanceReport(last.key().instance(), false, last.head(), verdict);
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

    private static Head lastKnown(List<SegmentCopy> own, Verdict verdict) {
        if (verdict instanceof Verdict.Intact intact) return intact.head();
        return own.isEmpty() ? Head.NONE : own.getLast().head();
    }
}
