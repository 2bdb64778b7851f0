package agentvault.operations;

import agentvault.command.Command;
import agentvault.command.Flag;

/// `migrate-db`: copies a database to PostgreSQL, or back into the data directory, and compares both. The one that it
/// is
/// copied from stays as it is.
final class MigrateCommand {

    static final Flag TO = Flag.with(
            "to", "URL", "Where to: postgres://user@host/name, - to read it from the standard input, or sqlite");
    static final Flag FROM =
            Flag.with("from", "FILE|URL", "The database; otherwise the one in the data directory, or in PostgreSQL");
    static final Flag DRY_RUN = Flag.on("dry-run", "Look at both sides, and change nothing");

    private MigrateCommand() {}

    static Command command() {
        return Offline.command("migrate-db", """
                Move the database of a stopped server to PostgreSQL, or back into the data directory

                Rows are copied with their seals and compared one by one. A copy that was cut off is
                finished by running this again; no server starts on a half of one. The trail stays in
                the data directory, and so does the old database until you delete it.""", call -> new Migration(call).run())
                .example("agent-vault migrate-db --to - < url", "Take the address, with its password, from a file")
                .example("agent-vault migrate-db --to postgres://vault@db/vault --dry-run", "Try what can be tried")
                .example("agent-vault migrate-db --to sqlite", "Back from what AGENT_VAULT_DATABASE_URL names")
                .flags(TO, FROM, DRY_RUN, Typed.YES);
    }
}
