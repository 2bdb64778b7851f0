package agentvault.proposal;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;
import agentvault.crypto.Hash;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// An agent's request to change services and credentials of a vault, pending until exactly one decision ends it.
///
/// @param number counts from 1 in each vault, and is what people and agents call it by
public record Proposal(Id id, Id vault, long number, Id proposedBy, Request request, Stages stages, Octets digest)
        implements SealedRow {

    /// How a pending proposal ends.
    public enum Ending {
        APPLIED,
        REJECTED,
        EXPIRED,
        WITHDRAWN,
        /// A member of the vault took it away undecided.
        DELETED
    }

    public sealed interface State {
        record Pending() implements State {}

        record Ended(Ending ending, Id by, Instant at, String note) implements State {
            public Ended {
                FreeText.checked("a note", note);
                at = at.truncatedTo(ChronoUnit.MICROS);
                if (note.length() > 2000) throw new IllegalArgumentException("a note has at most 2,000 characters");
            }
        }
    }

    /// When it was made, when it expires by itself, and where it stands.
    public record Stages(Stamp created, Instant expiresAt, State state) {
        public Stages {
            expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /// The outcome of trying to end a proposal.
    public sealed interface Transition {
        record To(Proposal ended) implements Transition {}

        /// Somebody was first.
        record AlreadyEnded(Ending ending) implements Transition {}

        /// What the decision is about is not what is stored.
        record Stale() implements Transition {}
    }

    public static Proposal pending(Id id, Id vault, long number, Id proposedBy, Request request, Stages stages) {
        return new Proposal(
                id, vault, number, proposedBy, request, stages, digest(id, vault, number, proposedBy, request));
    }

    public boolean pending() {
        return stages.state() instanceof State.Pending;
    }

    public boolean endedAs(Ending ending) {
        return stages.state() instanceof State.Ended(var how, var _, var _, var _) && how == ending;
    }

    /// Says that nobody decided in time, whether or not that is written down yet.
    public boolean late(Instant now) {
        return pending() && !now.isBefore(stages.expiresAt());
    }

    /// The proposal as it counts at this moment: one that is late has expired.
    public Proposal asOf(Instant now) {
        return late(now) ? ended(new State.Ended(Ending.EXPIRED, proposedBy, stages.expiresAt(), "")) : this;
    }

    /// Ends the proposal, once. `shown` is the digest of what the decider saw.
    public Transition end(Ending ending, Octets shown, Id by, Instant now, String note) {
        if (stages.state() instanceof State.Ended(var before, var _, var _, var _)) {
            return new Transition.AlreadyEnded(before);
        }
        if (!shown.equals(digest)) return new Transition.Stale();
        if (late(now) && ending != Ending.EXPIRED) return new Transition.AlreadyEnded(Ending.EXPIRED);
        return new Transition.To(ended(new State.Ended(ending, by, now, note)));
    }

    private Proposal ended(State.Ended state) {
        var ended = new Stages(stages.created(), stages.expiresAt(), state);
        return new Proposal(id, vault, number, proposedBy, request.withoutValues(), ended, digest);
    }

    /// Where a value that the agent brought is sealed to.
    public static byte[] place(Id installation, Id proposal, String key) {
        return Canonical.of("proposal-value", 1)
                .id(installation)
                .id(proposal)
                .text(key)
                .bytes();
    }

    @Override
    public Scope scope() {
        return Scope.vault(vault);
    }

    @Override
    public String table() {
        return "proposal";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).number(number).id(proposedBy);
        write(out, request);
        stages.created().writeTo(out);
        out.number(Stamp.micros(stages.expiresAt()));
        switch (stages.state()) {
            case State.Pending() -> out.text("pending");
            case State.Ended(var ending, var by, var at, var note) ->
                out.text(ending.name()).id(by).number(Stamp.micros(at)).text(note);
        }
        return out.bytes(digest.bytes()).bytes();
    }

    private static Octets digest(Id id, Id vault, long number, Id proposedBy, Request request) {
        var out = Canonical.of("proposal", 1).id(id).id(vault).number(number).id(proposedBy);
        write(out, request);
        return Octets.of(Hash.sha256(out.bytes()));
    }

    private static void write(Canonical out, Request request) {
        out.list(request.services(), (to, change) -> change.writeTo(to))
                .list(request.slots(), (to, slot) -> slot.writeTo(to))
                .text(request.message())
                .text(request.userMessage());
    }
}
