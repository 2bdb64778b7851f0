package agentvault.store;

class SqliteStoreProperties extends StoreContractProperties {
    SqliteStoreProperties() {
        super(Database.SQLITE);
    }
}
