package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.crypto.WrappedKey;
import agentvault.json.HiddenText;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.keys.SystemRandomness;
import agentvault.workspace.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/// What guards the root key of a vault, in hand: a master password or a key file.
record Unlocked(KeyProvider provider, Runnable wipe) implements AutoCloseable {

    static final Randomness RANDOM = new SystemRandomness();

    private static final String VARIABLE = "AGENT_VAULT_MASTER_PASSWORD";

    /// Finds what the stored root key was wrapped with. Whether it is the right one is found when the key is opened.
    static Unlocked of(Call call, Place place, Store store) {
        if (!byPassword(store)) return keyFile(place.keyFile());
        return password(given(call).orElseGet(() -> Typed.password(call, "Master password:")));
    }

    static boolean byPassword(Store store) {
        return MasterPassword.wrapped(root(store));
    }

    /// Whether a password opens the vault, and nobody gave one or can be asked.
    static boolean missing(Call call, Store store) {
        var environment = call.environment();
        return byPassword(store)
                && !call.on(Typed.STDIN)
                && !call.terminal().screen().asks()
                && environment.variable(VARIABLE).isEmpty()
                && environment.variable(VARIABLE + "_FILE").isEmpty();
    }

    static Unlocked password(HiddenText text) {
        var secret = text.reveal(characters -> Secret.take(characters.toCharArray()));
        return new Unlocked(new MasterPassword(secret, RANDOM), secret::close);
    }

    static Unlocked keyFile(Path path) {
        return switch (KeyFile.open(path, RANDOM)) {
            case KeyFile.Reading.Ready(var file) -> new Unlocked(file, file::close);
            case KeyFile.Reading.Refused(var sentence) ->
                throw Failure.of(sentence)
                        .because(
                                "The vault opens with its key file. --master-key-file FILE or AGENT_VAULT_MASTER_KEY_FILE says where it is.")
                        .exit(Exit.LOCKED);
        };
    }

    /// What to say when it does not open the vault.
    Failure wrong() {
        return Failure.of("This " + provider.kind() + " does not open the vault.")
                .because("Use the one that the vault was made with, or was last handed over to.")
                .exit(Exit.LOCKED);
    }

    @Override
    public void close() {
        wipe.run();
    }

    private static Optional<HiddenText> given(Call call) {
        if (call.on(Typed.STDIN)) return Optional.of(Typed.lines(call, 1).getFirst());
        var environment = call.environment();
        return environment
                .variable(VARIABLE)
                .map(HiddenText::of)
                .or(() -> environment.variable(VARIABLE + "_FILE").map(Unlocked::firstLine));
    }

    private static HiddenText firstLine(String file) {
        try (var lines = Files.lines(Path.of(file))) {
            return HiddenText.of(lines.findFirst().orElse(""));
        } catch (IOException | UncheckedIOException e) {
            throw Failure.of("The file that " + VARIABLE + "_FILE names cannot be read.")
                    .exit(Exit.LOCKED);
        }
    }

    private static Octets root(Store store) {
        return store.read(Store.Reading::keys).stream()
                .filter(key -> key.use() == KeyUse.ROOT)
                .max(Comparator.comparingInt(WrappedKey::version))
                .map(WrappedKey::envelope)
                .orElseThrow(() -> Failure.of("There is no vault in this database.")
                        .because("It holds no root key.")
                        .next("agent-vault server"));
    }
}
