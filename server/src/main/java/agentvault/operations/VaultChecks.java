package agentvault.operations;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.server.StoppedInstance;
import agentvault.store.SqliteStore;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.Finding;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What `doctor` looks at in the vault itself: the server, or, if none runs, the database, the keys and the trail.
record VaultChecks(Call call, Place place) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String STOP = "For a whole check: agent-vault server stop, then agent-vault doctor";
    private static final String GIVE = "Set AGENT_VAULT_MASTER_PASSWORD_FILE, or use --password-stdin";
    private static final String REACH =
            "Look at AGENT_VAULT_DATABASE_URL, and whether PostgreSQL runs there and lets this user in";
    private static final String RESTORE = "agent-vault backup restore FILE --into NEW-DIR";

    List<Symptom> all() {
        return switch (DataDirectory.open(place.data())) {
            case DataDirectory.Opening.Refused(var sentence) -> beside(sentence);
            case DataDirectory.Opening.Opened(var directory) -> {
                var symptoms = new ArrayList<Symptom>();
                symptoms.add(Symptom.ok("server", "None runs in this directory"));
                try (directory) {
                    guarded("database", symptoms, () -> inside(directory, symptoms));
                }
                yield symptoms;
            }
        };
    }

    /// A server that runs holds what is to be looked at; it says itself how it is.
    private List<Symptom> beside(String sentence) {
        if (!sentence.contains("uses the data directory"))
            return List.of(Symptom.fail("server", sentence, "Look at " + place.data()));
        return List.of(
                health(),
                Symptom.skip("database", "A server works with it", STOP),
                Symptom.skip("trail", "A server writes it", "agent-vault audit verify"));
    }

    private Symptom health() {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var address =
                    Files.readString(place.data().resolve("server.address")).strip();
            var request = HttpRequest.newBuilder(URI.create(address + "/health"))
                    .timeout(PATIENCE)
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200
                    ? Symptom.ok("server", "It answers at " + address)
                    : Symptom.fail("server", "It answers " + status + " at " + address, "Look at its log");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Symptom.fail("server", "It was not waited for", "");
        } catch (IOException | IllegalArgumentException e) {
            return Symptom.fail(
                    "server", "A process holds the directory and does not answer", "agent-vault server stop");
        }
    }

    private void inside(DataDirectory directory, List<Symptom> symptoms) {
        try (var vault = new ClosedVault(call, place, directory, place.open())) {
            symptoms.add(database(vault));
            if (Unlocked.missing(call, vault.store())) {
                symptoms.add(Symptom.skip("key", "No master password was given", GIVE));
                return;
            }
            try (var unlocked = vault.unlock();
                    var instance = vault.examine(unlocked)) {
                symptoms.add(Symptom.ok("key", "The " + unlocked.provider().kind() + " opens the vault"));
                Offline.progress(call, "Looking at every row, every value and the trail");
                guarded("contents", symptoms, () -> symptoms.add(contents(instance)));
                guarded("trail", symptoms, () -> symptoms.add(trail(instance)));
            } catch (Failure locked) {
                symptoms.add(failed("key", locked));
            }
        }
    }

    private static Symptom database(ClosedVault vault) {
        if (!(vault.store() instanceof SqliteStore file)) return Symptom.ok("database", "PostgreSQL answers");
        return found("database", file.check(), "The file is whole");
    }

    private static Symptom contents(StoppedInstance instance) {
        return found("contents", instance.check(), "Every row and every value is as it was written");
    }

    private static Symptom trail(StoppedInstance instance) {
        var reports = instance.verifyTrails(List.of());
        long entries = reports.getFirst().lastKnown().sequence();
        return TrailCommands.intact(reports)
                ? Symptom.ok("trail", entries + " entries are as they were written")
                : Symptom.fail("trail", TrailCommands.broken(reports).why(), RESTORE);
    }

    private static Symptom found(String about, List<Finding> findings, String fine) {
        if (findings.isEmpty()) return Symptom.ok(about, fine);
        return Symptom.fail(about, Offline.changed(findings).why(), RESTORE);
    }

    /// What cannot be looked at is a symptom of its own.
    private static void guarded(String about, List<Symptom> symptoms, Runnable look) {
        try {
            look.run();
        } catch (StoreUnavailable e) {
            var clause = String.valueOf(e.getMessage());
            symptoms.add(Symptom.fail(about, Offline.sentence(clause), fix(clause)));
        } catch (TrailUnavailable | IntegrityBroken e) {
            symptoms.add(Symptom.fail(about, Offline.sentence(String.valueOf(e.getMessage())), RESTORE));
        } catch (Failure failure) {
            symptoms.add(failed(about, failure));
        }
    }

    private static String fix(String clause) {
        if (clause.contains("cannot be reached")) return REACH;
        return clause.contains("the disk") ? "Look at the disk of the database" : RESTORE;
    }

    private static Symptom failed(String about, Failure failure) {
        return Symptom.fail(about, failure.what(), failure.why().isEmpty() ? RESTORE : failure.why());
    }
}
