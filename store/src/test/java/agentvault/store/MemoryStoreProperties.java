package agentvault.store;

class MemoryStoreProperties extends StoreContractProperties {
    MemoryStoreProperties() {
        super(Database.MEMORY);
    }
}
