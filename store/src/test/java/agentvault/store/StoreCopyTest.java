package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static agentvault.workspace.Examples.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.KeyUse;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.store.StoreCopy.Progress;
import agentvault.store.StoreCopy.Result;
import agentvault.store.StoreCopy.Step;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentKey;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.Writing;
import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreCopyTest {

    private static final Id INSTALLATION = id(1);
    private static final Id VAULT = id(100);
    private static final Scope SCOPE = Scope.vault(VAULT);
    private static final Scope WORKSPACE = Scope.workspace(INSTALLATION);
    private static final int CREDENTIALS = 600;

    private final Path folder = Database.folder();
    private final String schema = PostgresServer.newSchema();
    private final SqlStore source = SqliteStore.open(folder.resolve("vault.db"));
    private final SqlStore target = PostgresStore.open(PostgresServer.url(), schema);

    @AfterEach
    void close() {
        source.close();
        target.close();
        Database.delete(folder);
    }

    @Test
    void copies_everything_and_says_how_much() {
        fill(source);

        var result = copy();

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Copied.class,
                        copied -> assertThat(copied.rows())
                                .containsEntry("credential", (long) CREDENTIALS)
                                .containsEntry("vault", 1L)
                                .containsEntry("session", 0L)
                                .containsEntry("login", 1L)
                                .containsEntry("password_hash", 1L)
                                .containsEntry("wrapped_key", 2L)
                                .containsEntry("anchor", 1L));
        assertSame();
    }

    @Test
    void a_copy_that_was_cut_off_anywhere_is_finished_by_the_next() {
        fill(source);
        int cut = 0;
        while (true) {
            var steps = new AtomicInteger(cut++);
            try {
                StoreCopy.copy(source, target, _ -> {
                    if (steps.getAndDecrement() == 0) throw new IllegalStateException("cut off");
                });
                break;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("cut off");
                assertThat(target.installation()).isEmpty();
            }
        }
        assertThat(cut).isGreaterThan(6);
        assertSame();
    }

    @Test
    void no_installation_is_founded_on_half_a_copy() {
        fill(source);
        assertThatThrownBy(() -> StoreCopy.copy(source, target, _ -> {
                    throw new IllegalStateException("cut off");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThatThrownBy(() -> target.found(id(9), List.of(), List.of()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("unfinished copy");
    }

    @Test
    void a_second_copy_brings_what_has_changed_since_the_first() {
        fill(source);
        copy();
        write(source, SCOPE, all -> {
            all.delete(credential(1));
            all.update(credential(2).archived(Examples.NOON), SEAL);
            all.insert(Examples.credential(id(5_000), VAULT, "KEY_2", octets("moved")), SEAL);
            all.put(new StoredManifest(SCOPE, 8, octets("later")));
            all.forget(id(50), 3);
        });

        assertThat(copy()).isInstanceOf(Result.Copied.class);

        assertSame();
    }

    @Test
    void a_copy_goes_either_way() {
        fill(target);

        assertThat(StoreCopy.copy(target, source, _ -> {})).isInstanceOf(Result.Copied.class);

        assertSame();
    }

    @Test
    void copies_of_trails_come_along_and_a_longer_one_stays() {
        fill(target);
        target.segments().put(segment(8, 4, true), new byte[] {4});
        target.segments().put(segment(9, 2, false), new byte[] {2});
        source.segments().put(segment(9, 3, false), new byte[] {3});

        var result = StoreCopy.copy(target, source, _ -> {});

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Copied.class, copied -> assertThat(copied.rows()).containsEntry("trail_segment", 2L));
        assertThat(source.segments().list(INSTALLATION))
                .containsExactly(segment(8, 4, true), segment(9, 3, false))
                .allSatisfy(copy -> assertThat(source.segments().get(copy.key()))
                        .hasValueSatisfying(bytes -> assertThat(bytes)
                                .containsExactly((byte) copy.head().sequence())));
    }

    @Test
    void a_final_copy_of_a_trail_with_other_bytes_is_found() {
        fill(source);
        source.segments().put(segment(8, 4, true), new byte[] {4});
        target.segments().put(segment(8, 4, true), new byte[] {5});

        assertThat(copy()).isEqualTo(new Result.Different("trail_segment", id(8) + "/1"));
        assertThat(target.installation()).isEmpty();
    }

    private static SegmentCopy segment(int instance, long sequence, boolean closed) {
        var head = new Head(sequence, Hash.ofBytes(new byte[32]));
        return new SegmentCopy(new SegmentKey(INSTALLATION, id(instance), 1), head, closed, "");
    }

    @Test
    void a_row_that_came_to_differ_on_the_way_is_found() {
        fill(source);

        var result = StoreCopy.copy(source, target, progress -> {
            if (progress.equals(new Progress(Step.COPYING, "service", 1))) {
                run("UPDATE credential SET display_name = 'changed' WHERE id = '" + id(2_007) + "'");
            }
        });

        assertThat(result)
                .isEqualTo(new Result.Different("credential", id(2_007).toString()));
        assertThat(target.installation()).isEmpty();
    }

    @Test
    void a_row_that_was_added_on_the_way_is_found() {
        fill(source);

        var result = StoreCopy.copy(source, target, progress -> {
            if (progress.equals(new Progress(Step.COPYING, "proposal", 1))) {
                run("UPDATE access_grant SET id = '" + id(3) + "'");
            }
        });

        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Different.class,
                        different -> assertThat(different.table()).isEqualTo("access_grant"));
    }

    @Test
    void an_unreadable_row_of_the_source_stops_the_copy() {
        fill(source);
        Database.run(
                "jdbc:sqlite:" + folder.resolve("vault.db"),
                "UPDATE credential SET reading = 'ANYBODY' WHERE id = '" + id(2_003) + "'");

        assertThat(copy()).isInstanceOfSatisfying(Result.Damaged.class, damaged -> {
            assertThat(damaged.id()).isEqualTo(id(2_003).toString());
            assertThat(damaged.why()).contains("reading").doesNotContain("ANYBODY");
        });
    }

    @Test
    void an_unreadable_key_of_the_source_stops_the_copy() {
        fill(source);
        Database.run("jdbc:sqlite:" + folder.resolve("vault.db"), "UPDATE wrapped_key SET key_use = 'MAGIC'");

        assertThat(copy())
                .isInstanceOfSatisfying(
                        Result.Damaged.class,
                        damaged -> assertThat(damaged.table()).isEqualTo("wrapped_key"));
    }

    @Test
    void a_database_of_another_installation_is_not_touched() {
        fill(source);
        target.found(id(9), List.of(), List.of());

        assertThat(copy()).isEqualTo(new Result.OtherInstallation(id(9)));
        assertThat(target.installation()).contains(id(9));
    }

    @Test
    void a_database_that_went_on_by_itself_is_not_touched() {
        fill(source);
        copy();
        write(target, SCOPE, all -> all.put(new StoredManifest(SCOPE, 8, octets("its own"))));

        assertThat(copy()).isEqualTo(new Result.TargetAhead(SCOPE.toString()));
        assertThat(target.installation()).contains(INSTALLATION);
    }

    @Test
    void two_databases_that_went_on_apart_are_told_from_copies() {
        fill(source);
        copy();
        write(target, SCOPE, all -> all.put(new StoredManifest(SCOPE, 8, octets("its own"))));
        write(source, SCOPE, all -> all.put(new StoredManifest(SCOPE, 8, octets("another"))));

        assertThat(copy()).isInstanceOf(Result.TargetAhead.class);
    }

    @Test
    void nothing_is_copied_from_an_empty_database() {
        assertThat(copy()).isEqualTo(new Result.SourceEmpty());
    }

    private Result copy() {
        return StoreCopy.copy(source, target, _ -> {});
    }

    private static void fill(SqlStore store) {
        store.found(
                INSTALLATION,
                List.of(Examples.key(id(2), KeyUse.ROOT, INSTALLATION, 1), Examples.key(id(3), KeyUse.VAULT, VAULT, 1)),
                List.of(new StoredManifest(WORKSPACE, 3, octets("workspace"))));
        write(store, WORKSPACE, all -> {
            all.insert(Examples.actor(id(6), INSTALLATION, "ci-bot"), SEAL);
            all.insert(Examples.passwordHash(id(7), INSTALLATION, id(6)), SEAL);
            all.insert(Examples.settings(id(8), INSTALLATION), SEAL);
        });
        var login = Examples.login(id(9), id(6));
        write(store, login.scope(), all -> all.insert(login, SEAL));
        write(store, SCOPE, all -> {
            all.insert(Examples.vault(VAULT, "production"), SEAL);
            for (int number = 0; number < CREDENTIALS; number++) all.insert(credential(number), SEAL);
            all.insert(Examples.service(id(11), VAULT, "github", new Binding.Free()), SEAL);
            all.insert(Examples.grant(id(12), id(6), VAULT), SEAL);
            all.insert(Examples.proposal(id(13), VAULT, 1), SEAL);
            all.put(new StoredManifest(SCOPE, 7, octets("sealed")));
            all.put(new Mark(id(50), 3, SCOPE, 7, Octets.of(new byte[] {1})));
            all.put(new Anchor(id(50), 4, octets("head"), octets("seal")));
        });
    }

    private static Credential credential(int number) {
        return Examples.credential(id(2_000 + number), VAULT, "KEY_" + number, octets("value " + number));
    }

    private static void write(SqlStore store, Scope scope, Consumer<Writing> work) {
        store.write(Set.of(scope), all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }

    private void run(String sql) {
        assertThat(Database.run(PostgresServer.jdbcUrl(schema), sql)).isEqualTo(1);
    }

    private void assertSame() {
        assertThat(target.installation()).isEqualTo(source.installation());
        for (var scope : List.of(SCOPE, WORKSPACE, Scope.shortLived(id(6)))) {
            List<Object> here = source.read(all -> List.of(all.rows(scope), all.manifest(scope)));
            List<Object> there = target.read(all -> List.of(all.rows(scope), all.manifest(scope)));
            assertThat(there).isEqualTo(here);
        }
        List<Object> here =
                source.read(all -> List.of(all.keys(), all.vaultKeys(VAULT), all.marks(id(50)), all.anchor(id(50))));
        List<Object> there =
                target.read(all -> List.of(all.keys(), all.vaultKeys(VAULT), all.marks(id(50)), all.anchor(id(50))));
        assertThat(there).isEqualTo(here);
    }
}
