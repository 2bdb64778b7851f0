package agentvault.trail;

import agentvault.id.Face;
import agentvault.id.Id;
import java.util.List;

/// One thing that happened. Entries name ids, never values; texts longer than 512 bytes are cut with a mark.
public sealed interface Entry {

    /// Stands where an entry has nobody or nothing to name.
    Id NONE = new Id(0, 0);

    EntryKind kind();

    /// Who did it and where, as far as the entry names them.
    default List<Id> about() {
        return switch (this) {
            case Use use -> List.of(use.actor(), use.vault());
            case Intent intent -> List.of(intent.actor(), intent.scope());
            case Refused refused -> List.of(refused.actor(), refused.scope());
            case Event event -> List.of(event.actor(), event.target());
            case Opened _, Applied _, Voided _, Epoch _, Checkpointed _, Closed _ -> List.of();
        };
    }

    /// A server opened the trail: what it found as the head, and how many bytes of an unfinished record it cut off.
    record Opened(Id installation, Id instance, String version, Head previous, long tornBytes) implements Entry {
        public Opened {
            version = Bounds.text(version);
            Bounds.count(tornBytes);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.OPENED;
        }
    }

    /// Secrets are about to be attached to an exchange.
    record Use(
            Id actor,
            Id session,
            Id vault,
            Id service,
            long serviceRevision,
            List<CredentialVersion> credentials,
            String host,
            String method,
            Face face)
            implements Entry {
        public Use {
            Bounds.count(serviceRevision);
            credentials = Bounds.list(credentials, Bounds.CREDENTIALS);
            host = Bounds.text(host);
            method = Bounds.text(method);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.USE;
        }
    }

    /// A change is about to be made in a scope whose counter is still the one given.
    record Intent(Id actor, String action, Face face, Id scope, long counter, List<Id> targets, String detail)
            implements Entry {
        public Intent {
            action = Bounds.text(action);
            Bounds.count(counter);
            targets = Bounds.list(targets, Bounds.TARGETS);
            detail = Bounds.text(detail);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.INTENT;
        }
    }

    /// The change of an intent was made; the scopes that it changed are now at these counters.
    record Applied(long intent, List<ScopeCounter> counters) implements Entry {
        public Applied {
            Bounds.count(intent);
            counters = Bounds.list(counters, Bounds.COUNTERS);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.APPLIED;
        }
    }

    /// The change of an intent was not made.
    record Voided(long intent) implements Entry {
        public Voided {
            Bounds.count(intent);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.VOIDED;
        }
    }

    /// Somebody asked for what they may not do.
    record Refused(Id actor, String action, Id scope, String reason) implements Entry {
        public Refused {
            action = Bounds.text(action);
            reason = Bounds.text(reason);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.REFUSED;
        }
    }

    /// Any other fact worth keeping: a login, a reveal.
    record Event(Id actor, String action, Face face, Id target, String detail) implements Entry {
        public Event {
            action = Bounds.text(action);
            detail = Bounds.text(detail);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.EVENT;
        }
    }

    /// A restore opened an epoch, and accepts these counters. Counters that do not fit continue in another entry of the
    /// same epoch.
    record Epoch(long epoch, String reason, List<ScopeCounter> counters) implements Entry {
        public Epoch {
            Bounds.count(epoch);
            reason = Bounds.text(reason);
            counters = Bounds.list(counters, Bounds.COUNTERS);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.EPOCH;
        }
    }

    /// A signed [Checkpoint] of everything before this record.
    record Checkpointed(String note) implements Entry {
        public Checkpointed {
            note = Bounds.note(note);
        }

        @Override
        public EntryKind kind() {
            return EntryKind.CHECKPOINT;
        }
    }

    /// The server stopped in good order.
    record Closed() implements Entry {
        @Override
        public EntryKind kind() {
            return EntryKind.CLOSED;
        }
    }
}
