package agentvault.workspace;

import java.util.function.Consumer;

class IntegrityTest extends IntegrityContract {

    IntegrityTest() {
        super(new AttackedMemory(new MemoryStore()));
    }

    private record AttackedMemory(MemoryStore store) implements Attacked {

        @Override
        public void edit(Consumer<Store.Writing> change) {
            store.edit(change);
        }

        @Override
        public Runnable snapshot() {
            var copy = store.copy();
            return () -> store.restore(copy);
        }

        @Override
        public void close() {}
    }
}
