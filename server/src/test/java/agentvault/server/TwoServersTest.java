package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.files.DataDirectory;
import agentvault.files.InstanceReport;
import agentvault.id.Face;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import agentvault.trail.Verdict;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.workspace.Actors;
import agentvault.workspace.Agents;
import agentvault.workspace.Authentication.Result;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, each with a data directory of its own, on one PostgreSQL database.
class TwoServersTest {

    @TempDir
    Path folder;

    private final String schema = PostgresServer.newSchema();

    /// A server that runs.
    private final class Server implements AutoCloseable {
        private final KeyFile key = KillDriver.key(folder.resolve("key"));
        private final DataDirectory data;
        private final PostgresStore store = PostgresStore.open(PostgresServer.url(), schema);
        private final Instance instance;

        Server(String name) {
            data = KillDriver.data(folder.resolve(name));
            instance = Instances.ready(data, store, key);
        }

        void change(String slug) {
            var owner = KilledOperation.owner(instance.workspace());
            done(instance.workspace().vaults().create(owner, new Slug(slug), Vaults.Naming.of(slug)));
        }

        @Override
        public void close() {
            instance.close();
            data.close();
            key.close();
        }
    }

    @BeforeEach
    void found() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        try (var one = new Server("one")) {
            KilledOperation.FOUND.run(one.instance.workspace(), one.key);
        }
    }

    @Test
    void each_verifies_its_files_and_the_copies_of_the_other() {
        try (var one = new Server("one");
                var other = new Server("other")) {
            one.change("from-one");
            other.change("from-other");
            other.instance.copyTrail();

            assertThat(one.instance.verifyTrails())
                    .satisfiesExactly(
                            own -> {
                                assertThat(own.filesHere()).isTrue();
                                assertThat(own.verdict()).isInstanceOf(Verdict.Intact.class);
                            },
                            copied -> {
                                assertThat(copied.filesHere()).isFalse();
                                assertThat(copied.verdict())
                                        .isInstanceOfSatisfying(
                                                Verdict.Intact.class,
                                                intact -> assertThat(intact.head())
                                                        .isEqualTo(copied.lastKnown()));
                            });
            assertThat(other.instance.verifyTrails())
                    .hasSize(2)
                    .allSatisfy(report -> assertThat(report.verdict()).isInstanceOf(Verdict.Intact.class));
        }
    }

    @Test
    void what_is_revoked_on_one_is_gone_on_the_other_by_itself() {
        try (var one = new Server("one");
                var other = new Server("other");
                var agent = done(one.instance
                        .workspace()
                        .agents()
                        .create(
                                KilledOperation.owner(one.instance.workspace()),
                                new Agents.Plan(
                                        new Slug("ci-bot"), InstanceRole.NO_ACCESS, List.of(), Until.forever())))) {
            untilSeenOn(other, agent, Result.Known.class);
            done(one.instance
                    .workspace()
                    .actors()
                    .revoke(KilledOperation.owner(one.instance.workspace()), agent.actor()));

            untilSeenOn(other, agent, Result.Unknown.class);
        }
    }

    private static void untilSeenOn(Server server, Actors.Issued agent, Class<? extends Result> expected) {
        var authentication = server.instance.workspace().authentication();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        Result result;
        do {
            Thread.onSpinWait();
            result = authentication.of(agent.shown(), Face.PROXY);
        } while (!expected.isInstance(result) && System.nanoTime() < deadline);
        assertThat(result).isInstanceOf(expected);
    }

    @Test
    void copies_that_are_behind_are_no_reproach() {
        try (var one = new Server("one");
                var other = new Server("other")) {
            other.change("before");
            long copied = sequence(report(one));
            other.change("after");

            var report = report(one);
            assertThat(report.verdict()).isInstanceOf(Verdict.Intact.class);
            assertThat(sequence(report)).isGreaterThan(copied);
            assertThat(report.lastKnown().sequence()).isEqualTo(sequence(report));
        }
    }

    @Test
    void a_server_whose_files_are_gone_is_reported_with_its_last_head_and_stops_nobody() throws IOException {
        try (var other = new Server("other")) {
            other.change("from-other");
        }
        delete(folder.resolve("other"));

        try (var one = new Server("one")) {
            assertThat(one.instance.report().findings()).isEmpty();
            assertThat(report(one).filesHere()).isFalse();
            assertThat(report(one).verdict()).isInstanceOf(Verdict.Intact.class);
            assertThat(report(one).lastKnown().sequence()).isPositive();
            one.change("goes-on");
        }
    }

    @Test
    void a_copy_that_was_edited_is_found_and_stops_nobody() throws SQLException {
        try (var other = new Server("other")) {
            other.change("from-other");
        }
        try (var one = new Server("one")) {
            spoil("number = 1 AND instance <> '" + one.data.instance(new SystemRandomness()) + "'");
            assertThat(report(one).verdict()).isInstanceOf(Verdict.Broken.class);
        }
        try (var again = new Server("one");
                var other = new Server("other")) {
            assertThat(again.instance.report().findings()).isEmpty();
            assertThat(other.instance.report().findings()).isEmpty();
        }
    }

    @Test
    void a_copy_that_fails_is_told_and_made_the_next_time() throws SQLException {
        try (var one = new Server("one")) {
            one.change("before");
            run("ALTER TABLE trail_segment RENAME TO away");
            one.instance.copyTrail();
            assertThat(one.instance.copyTrouble())
                    .hasValueSatisfying(sentence -> assertThat(sentence).startsWith("The trail was not copied: "));
            one.change("goes-on");

            run("ALTER TABLE away RENAME TO trail_segment");
            one.instance.copyTrail();
            assertThat(one.instance.copyTrouble()).isEmpty();
        }
    }

    /// What the server says about the other one.
    private static InstanceReport report(Server server) {
        var reports = server.instance.verifyTrails();
        assertThat(reports).hasSize(2);
        return reports.getLast();
    }

    private static long sequence(InstanceReport report) {
        return report.lastKnown().sequence();
    }

    private void spoil(String which) throws SQLException {
        run("UPDATE trail_segment SET content = set_byte(content, 300, 255 - get_byte(content, 300)) WHERE " + which);
    }

    private void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl(schema));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
