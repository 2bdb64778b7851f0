package agentvault.start;

import agentvault.crypto.KeyProvider;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.terminal.Terminal;
import java.nio.file.Path;

/// What opens a vault: a password that somebody gave, or a file.
sealed interface RootKey extends AutoCloseable {

    KeyProvider provider();

    /// In the words of whoever runs the server.
    String said();

    /// Warns once about what was just made.
    void tell(Terminal terminal);

    @Override
    void close();

    record ByPassword(Secret password, KeyProvider provider) implements RootKey {

        static ByPassword of(Secret password, Randomness random) {
            return new ByPassword(password, new MasterPassword(password, random));
        }

        @Override
        public String said() {
            return "the master password";
        }

        @Override
        public void tell(Terminal terminal) {}

        @Override
        public void close() {
            password.close();
        }
    }

    /// @param made whether it did not exist before
    record ByFile(KeyFile provider, Path path, boolean made) implements RootKey {

        @Override
        public String said() {
            return "the file " + path;
        }

        @Override
        public void tell(Terminal terminal) {
            if (!made) return;
            terminal.say("The key of this vault is in " + path + ". Keep a copy of it elsewhere:");
            terminal.say("without it nothing in the vault can be read, and no backup of the vault has it.");
        }

        @Override
        public void close() {
            provider.close();
        }
    }
}
