package agentvault.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Loads what lies in a folder of the agent's jar where the program's own classes are not looked for.
final class Apart extends ClassLoader {

    private static final String FOLDER = "apart/";

    /// Java's own classes are its only others.
    @SuppressWarnings("NullAway") // null is the loader of those
    Apart() {
        super(null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(FOLDER + name.replace('.', '/') + ".class")) {
            if (in == null) throw new ClassNotFoundException(name);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            for (int read = in.read(part); read > 0; read = in.read(part)) bytes.write(part, 0, read);
            return defineClass(name, bytes.toByteArray(), 0, bytes.size());
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
