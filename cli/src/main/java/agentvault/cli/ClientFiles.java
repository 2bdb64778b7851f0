package agentvault.cli;

import agentvault.command.Environment;
import agentvault.command.Failure;
import java.nio.file.Path;
import java.util.Optional;

/// What the command remembers between two calls: the login, and the vault in use.
record ClientFiles(Path folder) {

    static ClientFiles of(Environment environment) {
        var config = environment
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> environment.home().resolve(".config"));
        return new ClientFiles(config.resolve("agent-vault"));
    }

    Optional<Login> login() {
        return session()
                .read()
                .map(text -> Login.read(text)
                        .orElseThrow(() -> Failure.of(
                                        "The file " + session().path() + " is not a login that this command wrote.")
                                .because("It is left as it is.")
                                .next("mv " + session().path() + " " + session().path() + ".old")));
    }

    /// Takes the place of an older login; a file of another kind is left alone.
    void keep(Login login) {
        login();
        session().write(login.written());
    }

    /// Gives back whether there was a login.
    boolean forgetLogin() {
        return session().delete();
    }

    Optional<String> vault() {
        return context().read().map(String::strip).filter(name -> !name.isEmpty());
    }

    void use(String vault) {
        context().write(vault + "\n");
    }

    private PrivateFile session() {
        return new PrivateFile(folder.resolve("session.json"));
    }

    private PrivateFile context() {
        return new PrivateFile(folder.resolve("context"));
    }
}
