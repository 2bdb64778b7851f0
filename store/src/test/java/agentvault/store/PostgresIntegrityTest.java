package agentvault.store;

import agentvault.workspace.IntegrityContract;
import org.junit.jupiter.api.Tag;

@Tag("full")
class PostgresIntegrityTest extends IntegrityContract {

    PostgresIntegrityTest() {
        super(AttackedDatabase.postgres());
    }
}
