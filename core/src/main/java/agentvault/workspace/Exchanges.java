package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.ExchangedToken;
import agentvault.access.Mandate;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.crypto.Hash;
import agentvault.crypto.Key;
import agentvault.crypto.KeyUse;
import agentvault.id.Id;
import agentvault.vault.Until;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Exchanges API keys for short-lived tokens that may be shown to browsers, and signs them. What a token says is
/// written and read elsewhere; here are the key that signs it and the question whether it may be made.
public final class Exchanges {

    /// The longest that a token holds.
    public static final Duration MOST = Duration.ofHours(24);

    private static final int FIRST = 1;

    private final Workspace workspace;

    Exchanges(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Whose tokens they are.
    public Id installation() {
        return workspace.installation();
    }

    /// What a token says that the caller's key is exchanged for. It ends with the key at the latest.
    public Outcome<ExchangedToken> exchange(Caller caller, Mandate mandate, Duration life) {
        var ask = new Workspace.Ask(caller, Action.EXCHANGE_KEY, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, view -> {
            var now = workspace.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            var wanted = Until.at(now.plus(life.compareTo(MOST) > 0 ? MOST : life));
            var until = view.contents()
                    .apply(workspace.scope())
                    .find(Token.class, caller.shown())
                    .map(Token::until)
                    .orElse(wanted)
                    .orSooner(wanted);
            if (!(until instanceof Until.Moment(var end)) || end.isBefore(now.plusSeconds(1))) {
                return Outcome.refused(Problem.Code.INVALID, "A token holds for a second at least.");
            }
            var token = new ExchangedToken(workspace.random().id(), caller.actor(), caller.shown(), mandate, now, end);
            workspace.event(
                    caller,
                    Action.EXCHANGE_KEY.name(),
                    token.id(),
                    mandate.externalUser().orElse(""));
            return Outcome.done(token);
        });
    }

    public byte[] sign(byte[] message) {
        return signed(workspace.keys().current(KeyUse.EXCHANGE), message);
    }

    /// Whether this installation signed it, with the key that it has or an older one.
    public boolean genuine(byte[] message, byte[] signature) {
        var keys = workspace.keys();
        int newest = keys.current(KeyUse.EXCHANGE).version();
        return IntStream.iterate(newest, version -> version >= FIRST, version -> version - 1)
                .mapToObj(version -> keys.version(KeyUse.EXCHANGE, version))
                .flatMap(Optional::stream)
                .anyMatch(key -> MessageDigest.isEqual(signed(key, message), signature));
    }

    private static byte[] signed(Key key, byte[] message) {
        return Hash.hmac(key.material(), message);
    }

    /// Gives an installation the key that signs, if an earlier version made it without one. A server calls this
    /// before it lets anybody in. One that is there and cannot be read is not replaced.
    public void prepare() {
        if (workspace.keys().version(KeyUse.EXCHANGE, FIRST).isPresent()) return;
        try {
            workspace.changeByItself("MAKE_EXCHANGE_KEY", List.of(workspace.scope()), "", this::made);
        } catch (StoreConflict unreadable) {
            throw new IntegrityBroken(List.of(new Finding("key/" + KeyUse.EXCHANGE, "the key was changed")));
        }
    }

    private Outcome<Boolean> made(Transaction transaction) {
        var stored = transaction.store().keys().stream()
                .filter(key -> key.use() == KeyUse.EXCHANGE)
                .findFirst();
        var key = stored.orElseGet(
                () -> transaction.keys().make(KeyUse.EXCHANGE, workspace.installation(), FIRST, transaction.random()));
        if (stored.isEmpty()) {
            transaction.store().put(key);
            transaction.touch(workspace.scope());
        }
        Optional<Key> opened = transaction.keys().open(key);
        opened.ifPresent(transaction.keys()::add);
        return Outcome.done(opened.isPresent());
    }
}
