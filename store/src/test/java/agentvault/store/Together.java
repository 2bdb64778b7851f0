package agentvault.store;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Work on several threads at once; what fails there fails the test.
final class Together {

    private Together() {}

    static void run(List<Runnable> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = work.stream().<Callable<Object>>map(Executors::callable).toList();
            for (var finished : threads.invokeAll(tasks)) finished.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("on another thread", e);
        }
    }
}
