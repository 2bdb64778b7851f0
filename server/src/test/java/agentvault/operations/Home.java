package agentvault.operations;

import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.canary.Canary;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.keys.SystemRandomness;
import agentvault.server.Instance;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import agentvault.store.SqliteStore;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import agentvault.workspace.Caller;
import agentvault.workspace.Outcome;
import agentvault.workspace.Vaults;
import agentvault.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A machine with a vault on it: an owner, a vault named first, and a marked credential in it.
record Home(Path folder) {

    static final String PASSWORD = Canary.marked("master-password");
    static final Randomness RANDOM = new SystemRandomness();

    private static final CredentialKey KEY = new CredentialKey("STRIPE_KEY");

    Path data() {
        return folder.resolve("data");
    }

    Path key() {
        return folder.resolve("key");
    }

    Path database() {
        return data().resolve("agent-vault.db");
    }

    Stage stage() {
        return new Stage(folder);
    }

    Stage.Ran run(String line) {
        return stage().run(line);
    }

    private static final Home TEMPLATE_WITH_KEY_FILE = template();
    private static final Home TEMPLATE_WITH_PASSWORD = template();

    /// A vault that its key file opens.
    Home foundedWithKeyFile() {
        if (!Files.exists(TEMPLATE_WITH_KEY_FILE.key())) {
            withKeyFile(
                    KeyFile.create(TEMPLATE_WITH_KEY_FILE.key(), RANDOM),
                    provider -> TEMPLATE_WITH_KEY_FILE.with(provider, Home::fill));
        }
        return copied(TEMPLATE_WITH_KEY_FILE);
    }

    Home foundedWithPassword() {
        if (!Files.exists(TEMPLATE_WITH_PASSWORD.data())) {
            withPassword(PASSWORD, provider -> TEMPLATE_WITH_PASSWORD.with(provider, Home::fill));
        }
        return copied(TEMPLATE_WITH_PASSWORD);
    }

    /// Founding takes its time: each kind of vault is founded once.
    private Home copied(Home template) {
        try (Stream<Path> all = Files.walk(template.folder())) {
            for (var file : all.toList()) {
                var copy = folder.resolve(template.folder().relativize(file));
                if (!Files.exists(copy)) Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Home template() {
        try {
            var folder = Files.createTempDirectory("agent-vault-home");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return new Home(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Works with the vault as a server does, by its key file.
    void work(Consumer<Workspace> work) {
        withKeyFile(
                KeyFile.open(key(), RANDOM), provider -> with(provider, instance -> work.accept(instance.workspace())));
    }

    static KeyFile keyFile(Path path) {
        return switch (KeyFile.open(path, RANDOM)) {
            case KeyFile.Reading.Ready(var file) -> file;
            case KeyFile.Reading.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    /// Whether it starts with this password, and its credential is there.
    boolean opensWith(String password) {
        boolean[] opened = new boolean[1];
        withPassword(password, provider -> opened[0] = opens(data(), provider));
        return opened[0];
    }

    boolean opensWith(Path keyFile) {
        return opens(data(), keyFile);
    }

    static boolean opens(Path data, Path keyFile) {
        boolean[] opened = new boolean[1];
        withKeyFile(KeyFile.open(keyFile, RANDOM), provider -> opened[0] = opens(data, provider));
        return opened[0];
    }

    /// Whether a server starts in this directory without a finding, and finds the marked credential.
    private static boolean opens(Path data, KeyProvider provider) {
        try (var directory = taken(data)) {
            var opening = Instance.open(directory, SqliteStore.open(directory.database()), around(provider));
            if (!(opening instanceof Instance.Opening.Ready(var instance))) return false;
            try (instance) {
                return instance.report().findings().isEmpty()
                        && revealed(instance.workspace()).startsWith("stripe");
            }
        }
    }

    static String revealed(Workspace workspace) {
        try (var secret = done(workspace.credentials().reveal(owner(workspace), vault(workspace), KEY))) {
            return secret.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    static void set(Workspace workspace, String name) {
        try (var secret = Secret.take(Canary.marked(name).getBytes(StandardCharsets.UTF_8))) {
            var values = new TreeMap<>(Map.of(KEY, secret));
            done(workspace.credentials().set(owner(workspace), vault(workspace), values));
        }
    }

    /// Whether the owner logs in with this password.
    boolean logsIn(String password) {
        boolean[] in = new boolean[1];
        work(workspace -> {
            try (var shown = Secret.take(password.toCharArray())) {
                var outcome = workspace
                        .logins()
                        .open(new EmailAddress("ana@example.com"), shown, new Login.Device(""), Face.LOCAL);
                in[0] = outcome instanceof Outcome.Done<?>;
            }
        });
        return in[0];
    }

    static void addVault(Workspace workspace, String slug) {
        done(workspace.vaults().create(owner(workspace), new Slug(slug), Vaults.Naming.of(slug)));
    }

    static DataDirectory taken(Path data) {
        return switch (DataDirectory.open(data)) {
            case DataDirectory.Opening.Opened(var directory) -> directory;
            case DataDirectory.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    /// An instance on the same key and directory whose database is in PostgreSQL.
    static boolean opensOnPostgres(Path data, Path keyFile) {
        boolean[] opened = new boolean[1];
        withKeyFile(KeyFile.open(keyFile, RANDOM), provider -> {
            try (var directory = taken(data)) {
                var store = PostgresStore.open(PostgresServer.url(), PostgresStore.SCHEMA);
                var opening = Instance.open(directory, store, around(provider));
                if (!(opening instanceof Instance.Opening.Ready(var instance))) return;
                try (instance) {
                    opened[0] = revealed(instance.workspace()).startsWith("stripe");
                }
            }
        });
        return opened[0];
    }

    List<Path> files() {
        return files(data());
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void with(KeyProvider provider, Consumer<Instance> work) {
        try (var directory = taken(data())) {
            var opening = Instance.open(directory, SqliteStore.open(directory.database()), around(provider));
            if (!(opening instanceof Instance.Opening.Ready(var instance)))
                throw new AssertionError(opening.toString());
            try (instance) {
                work.accept(instance);
            }
        }
    }

    private static Instance.Surroundings around(KeyProvider provider) {
        return new Instance.Surroundings(
                provider,
                new Argon2Passwords(RANDOM),
                RANDOM,
                InstantSource.system(),
                TrailSettings.of(Durability.WRITE),
                "test");
    }

    private static void fill(Instance instance) {
        var workspace = instance.workspace();
        try (var chosen = Secret.take(Canary.marked("account-password").getBytes(StandardCharsets.UTF_8))) {
            done(workspace
                    .registration()
                    .register(new EmailAddress("ana@example.com"), chosen, new Login.Device(""), Face.LOCAL));
        }
        addVault(workspace, "first");
        set(workspace, "stripe");
    }

    private static void withKeyFile(KeyFile.Reading reading, Consumer<KeyProvider> work) {
        switch (reading) {
            case KeyFile.Reading.Ready(var file) -> {
                try (file) {
                    work.accept(file);
                }
            }
            case KeyFile.Reading.Refused(var sentence) -> throw new AssertionError(sentence);
        }
    }

    private static void withPassword(String password, Consumer<KeyProvider> work) {
        try (var secret = Secret.take(password.toCharArray())) {
            work.accept(new MasterPassword(secret, RANDOM));
        }
    }

    private static Caller owner(Workspace workspace) {
        return Caller.atConsole(workspace.actors().firstOwner().orElseThrow().id());
    }

    private static Id vault(Workspace workspace) {
        return workspace.vaults().named(new Slug("first")).orElseThrow().id();
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem.toString());
        };
    }
}
