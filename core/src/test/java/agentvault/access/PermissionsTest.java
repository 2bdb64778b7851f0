package agentvault.access;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Matrix.About;
import agentvault.access.Matrix.Cell;
import agentvault.access.Matrix.Standing;
import agentvault.access.Permissions.Decision;
import agentvault.access.Permissions.Reason;
import agentvault.access.Permissions.Target;
import agentvault.id.Id;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The permission matrix, cell by cell.
class PermissionsTest {

    private static final Id VAULT = new Id(2, 2);
    private static final Id CALLER = new Id(7, 1);
    private static final Id STRANGER = new Id(7, 2);
    private static final Matrix MATRIX = Matrix.read();

    @TestFactory
    Stream<DynamicContainer> every_cell_is_as_written_down() {
        return Stream.of(Action.values())
                .map(action -> DynamicContainer.dynamicContainer(
                        action.name(), MATRIX.cells(action).stream().map(PermissionsTest::holds)));
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void whoever_is_not_active_may_do_nothing(Action action) {
        for (var cell : MATRIX.cells(action)) {
            var active = rights(cell);
            var revoked = active.actor().with(Actor.Standing.REVOKED, Instant.EPOCH);
            var unconfirmed = active.actor().with(Actor.Standing.UNCONFIRMED, Instant.EPOCH);

            for (var actor : new Actor[] {revoked, unconfirmed}) {
                assertThat(Permissions.decide(new Rights(actor, cell.via(), active.roles()), action, target(cell)))
                        .isEqualTo(new Decision.Denied(Reason.INACTIVE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void a_role_in_one_vault_says_nothing_about_another(Action action) {
        for (var cell : MATRIX.cells(action)) {
            if (cell.about() != About.VAULT) continue;
            var elsewhere = new Target.OfVault(new Id(2, 3));
            var without = new Cell(action, cell.via(), cell.role(), cell.about(), Standing.NONE);

            assertThat(Permissions.decide(rights(cell), action, elsewhere)).isEqualTo(MATRIX.expected(without));
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void about_oneself_is_the_same_whether_one_is_named_or_not(Action action) {
        for (var cell : MATRIX.cells(action)) {
            if (cell.about() != About.SELF) continue;

            assertThat(Permissions.decide(rights(cell), action, new Target.OfSelf()))
                    .isEqualTo(MATRIX.expected(cell));
        }
    }

    private static DynamicTest holds(Cell cell) {
        String name = "%s, %s, about %s, role %s".formatted(cell.via(), cell.role(), cell.about(), cell.standing());
        return DynamicTest.dynamicTest(
                name,
                () -> assertThat(Permissions.decide(rights(cell), cell.action(), target(cell)))
                        .isEqualTo(MATRIX.expected(cell)));
    }

    private static Rights rights(Cell cell) {
        Map<Id, VaultRole> roles = switch (cell.standing()) {
            case NONE -> Map.of();
            case PROXY -> Map.of(VAULT, VaultRole.PROXY);
            case MEMBER -> Map.of(VAULT, VaultRole.MEMBER);
            case ADMIN -> Map.of(VAULT, VaultRole.ADMIN);
        };
        return new Rights(TestActors.actor(CALLER, kind(cell.via()), cell.role(), STRANGER), cell.via(), roles);
    }

    private static Target target(Cell cell) {
        var agent = Actor.Kind.AGENT;
        var member = InstanceRole.MEMBER;
        return switch (cell.about()) {
            case VAULT -> new Target.OfVault(VAULT);
            case WORKSPACE -> new Target.OfWorkspace();
            case SELF -> new Target.OfActor(rights(cell).actor());
            case CREATED -> new Target.OfActor(TestActors.actor(new Id(7, 3), agent, member, CALLER));
            case CREATED_OWNER -> new Target.OfActor(TestActors.actor(new Id(7, 3), agent, InstanceRole.OWNER, CALLER));
            case OTHER -> new Target.OfActor(TestActors.actor(new Id(7, 3), agent, member, STRANGER));
        };
    }

    private static Actor.Kind kind(Via via) {
        return switch (via) {
            case LOGIN -> Actor.Kind.USER;
            case AGENT_TOKEN, SESSION -> Actor.Kind.AGENT;
            case API_KEY, EXCHANGED -> Actor.Kind.API_KEY;
        };
    }
}
