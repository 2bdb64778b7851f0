package agentvault.store;

import agentvault.workspace.IntegrityContract;

class SqliteIntegrityTest extends IntegrityContract {

    SqliteIntegrityTest() {
        super(AttackedDatabase.sqlite());
    }
}
