package agentvault.workspace;

import agentvault.crypto.Key;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Scope;
import agentvault.crypto.WrappedKey;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/// Replaces the root key, in steps that each leave everything readable: a new version beside the old one, what the old
/// one wraps wrapped anew in batches, the old one deleted. A rotation that was cut off goes on where it stopped.
public final class RootKeys {

    private static final int BATCH = 500;

    private final Workspace workspace;

    RootKeys(Workspace workspace) {
        this.workspace = workspace;
    }

    /// How far a rotation is.
    ///
    /// @param versions the root keys that are stored; more than one while a rotation is under way
    /// @param done whether the newest one wraps everything
    public record Status(List<Integer> versions, boolean done) {}

    public Status status() {
        return workspace.lookByItself(view -> {
            var roots = view.reading().keys().stream()
                    .filter(key -> key.use() == KeyUse.ROOT)
                    .sorted(Comparator.comparingInt(WrappedKey::version))
                    .toList();
            boolean done = view.reading().behind(roots.getLast().id(), 1).isEmpty();
            return new Status(roots.stream().map(WrappedKey::version).toList(), done);
        });
    }

    /// Rotates from the start, or finishes what was begun.
    ///
    /// @param progress is told how many keys were wrapped anew so far
    public Status rotate(KeyProvider provider, LongConsumer progress) {
        if (status().versions().size() < 2) begin(provider);
        for (long rewrapped = 0; !status().done(); rewrapped += BATCH) {
            progress.accept(rewrapped);
            step("REWRAP_KEYS", this::rewrapBatch);
        }
        step("RETIRE_ROOT", this::retire);
        return status();
    }

    /// Hands the root key to another provider, such as a changed password. Nothing below it changes.
    public Status handOver(KeyProvider to) {
        step("HAND_OVER_ROOT", transaction -> {
            for (var stored : transaction.store().keys()) {
                if (stored.use() != KeyUse.ROOT) continue;
                var root = transaction.keys().root(stored.id()).orElseThrow(() -> unopened(stored));
                transaction.store().put(Installation.wrap(workspace.installation(), root, to));
            }
        });
        return status();
    }

    private void begin(KeyProvider provider) {
        int next = workspace.keys().current(KeyUse.ROOT).version() + 1;
        Key root = Installation.newRoot(workspace.installation(), next, workspace.random());
        step(
                "ADD_ROOT",
                transaction -> transaction.store().put(Installation.wrap(workspace.installation(), root, provider)));
        workspace.keys().add(root);
    }

    private void rewrapBatch(Transaction transaction) {
        KeyRing keys = transaction.keys();
        Key newest = keys.current(KeyUse.ROOT);
        transaction
                .store()
                .behind(newest.id(), BATCH)
                .forEach(key -> transaction.store().put(rewrapped(transaction, key, newest)));
    }

    private WrappedKey rewrapped(Transaction transaction, WrappedKey stored, Key newest) {
        Key key = transaction.keys().open(stored).orElseThrow(() -> unopened(stored));
        try (var material = key.material()) {
            var same = new Key(key.id(), key.use(), key.owner(), key.version(), material);
            return WrappedKey.wrap(workspace.installation(), same, newest, transaction.random());
        }
    }

    private void retire(Transaction transaction) {
        Key newest = transaction.keys().current(KeyUse.ROOT);
        transaction.store().keys().stream()
                .filter(key -> key.use() == KeyUse.ROOT && !key.id().equals(newest.id()))
                .forEach(transaction.store()::delete);
    }

    @FunctionalInterface
    private interface Step {
        void in(Transaction transaction);
    }

    private void step(String action, Step step) {
        var scope = Scope.workspace(workspace.installation());
        workspace.changeByItself(action, List.of(scope), "", transaction -> {
            step.in(transaction);
            transaction.touch(scope);
            return Outcome.done(action);
        });
    }

    private static IntegrityBroken unopened(WrappedKey key) {
        return new IntegrityBroken(
                List.of(new Finding("key/" + key.use() + "/" + key.id(), "the key does not open with any root key")));
    }
}
