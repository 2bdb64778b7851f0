package agentvault.start;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.crypto.WrappedKey;
import agentvault.json.HiddenText;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.workspace.Installation;
import agentvault.workspace.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds what opens the vault, or what shall open a new one. Asks only whoever sits at a terminal.
record Unlocking(Call call, Config.Keeping keeping, Randomness random) {

    static final Flag PASSWORD_STDIN = Flag.on("password-stdin", "Read the master password from the standard input");

    private static final String VARIABLE = "AGENT_VAULT_MASTER_PASSWORD";
    private static final String FILE_VARIABLE = VARIABLE + "_FILE";
    private static final int TRIES = 3;
    private static final int SHORTEST = 8;

    RootKey keyOf(Store store) {
        if (store.installation().isEmpty()) return first();
        boolean byPassword = store.read(Store.Reading::keys).stream()
                .filter(key -> key.use() == KeyUse.ROOT)
                .map(WrappedKey::envelope)
                .anyMatch(MasterPassword::wrapped);
        return byPassword ? known(store) : existing();
    }

    /// For a vault that is not there yet.
    private RootKey first() {
        var given = given();
        if (given.isPresent()) return chosen(given.get());
        if (keeping.keyFile().isPresent()) return made(keeping.keyFile().get());
        if (!call.terminal().screen().asks()) return made(keeping.usualKeyFile());
        call.terminal().say("This is a new vault. A master password opens it at every start; nobody can restore it.");
        var typed = typed("Master password (Enter alone keeps a key file instead):");
        if (typed.isEmpty()) return made(keeping.usualKeyFile());
        var again = typed("The same again:");
        if (again.isEmpty() || !again.get().sameAs(typed.get())) {
            throw Failure.of("The two passwords are not the same.").exit(Exit.LOCKED);
        }
        return chosen(secret(typed.get()));
    }

    private RootKey chosen(Secret password) {
        if (password.characters() >= SHORTEST) return RootKey.ByPassword.of(password, random);
        password.close();
        throw Failure.of("A master password has at least " + SHORTEST + " characters.")
                .exit(Exit.LOCKED);
    }

    private RootKey made(Path path) {
        if (Files.exists(path)) return opened(KeyFile.open(path, random), path, false);
        var inData = path.startsWith(keeping.data());
        if (inData) {
            throw Failure.misuse("The key file would be in the data directory, and in every copy of it.")
                    .next("agent-vault server --master-key-file " + keeping.usualKeyFile());
        }
        return opened(KeyFile.create(path, random), path, true);
    }

    private RootKey existing() {
        var path = keeping.keyFile().orElseGet(keeping::usualKeyFile);
        if (Files.exists(path)) return opened(KeyFile.open(path, random), path, false);
        throw Failure.of("The key file of this vault is missing: " + path + ".")
                .exit(Exit.LOCKED)
                .because("Without it nothing in the vault can be read. No backup of the data directory has it.")
                .next("agent-vault server --master-key-file FILE");
    }

    private RootKey opened(KeyFile.Reading reading, Path path, boolean made) {
        return switch (reading) {
            case KeyFile.Reading.Ready(var file) -> new RootKey.ByFile(file, path, made);
            case KeyFile.Reading.Refused(var sentence) ->
                throw Failure.of(sentence).exit(Exit.LOCKED);
        };
    }

    /// For a vault that a password opens.
    private RootKey known(Store store) {
        var given = given();
        if (given.isPresent()) return RootKey.ByPassword.of(given.get(), random);
        if (!call.terminal().screen().asks()) {
            throw Failure.of("The master password of this vault is missing.")
                    .exit(Exit.LOCKED)
                    .because("A password opens this vault, and there is no terminal to ask at.")
                    .next("set " + VARIABLE + ", or " + FILE_VARIABLE + " to a file that holds it")
                    .next("agent-vault server --password-stdin");
        }
        for (int tried = 0; tried < TRIES; tried++) {
            var typed = typed("Master password:");
            if (typed.isEmpty()) continue;
            var key = RootKey.ByPassword.of(secret(typed.get()), random);
            if (opens(store, key)) return key;
            key.close();
            call.terminal().say("That is not the password of this vault.");
        }
        throw wrong();
    }

    private static boolean opens(Store store, RootKey key) {
        return switch (Installation.open(store, key.provider())) {
            case Installation.Opening.Open(var keys) -> {
                keys.close();
                yield true;
            }
            case Installation.Opening.WrongKey() -> false;
            case Installation.Opening.NotFounded(), Installation.Opening.Broken _ -> true; // said when it is opened
        };
    }

    /// That what was given does not open the vault.
    static Failure wrong() {
        return Failure.of("This master password does not open the vault.")
                .exit(Exit.LOCKED)
                .because("It is the one that was chosen at the first start. Nobody can restore it.");
    }

    private Optional<Secret> given() {
        if (call.on(PASSWORD_STDIN))
            return Optional.of(firstLine(call.terminal().allInput(), "--password-stdin"));
        var variable = call.environment().variable(VARIABLE);
        if (variable.isPresent()) return Optional.of(secret(HiddenText.of(variable.get())));
        return call.environment().variable(FILE_VARIABLE).map(this::fromFile);
    }

    private Secret fromFile(String name) {
        try {
            return firstLine(HiddenText.of(Files.readString(Path.of(name))), FILE_VARIABLE);
        } catch (IOException e) {
            throw Failure.of("The file that " + FILE_VARIABLE + " names cannot be read.")
                    .exit(Exit.LOCKED)
                    .because(e.getClass().getSimpleName() + ": " + name);
        }
    }

    private static Secret firstLine(HiddenText text, String from) {
        var line = HiddenText.of(text.reveal(all -> all.lines().findFirst().orElse("")));
        if (!line.empty()) return secret(line);
        throw Failure.of("There is no password in what " + from + " names.").exit(Exit.LOCKED);
    }

    private Optional<HiddenText> typed(String question) {
        return call.terminal().askHidden(question).filter(text -> !text.empty());
    }

    private static Secret secret(HiddenText text) {
        return text.reveal(typed -> Secret.take(typed.toCharArray()));
    }
}
