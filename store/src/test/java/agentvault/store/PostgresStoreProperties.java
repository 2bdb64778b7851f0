package agentvault.store;

class PostgresStoreProperties extends StoreContractProperties {
    PostgresStoreProperties() {
        super(Database.POSTGRES);
    }
}
