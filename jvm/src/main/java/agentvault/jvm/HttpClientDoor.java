package agentvault.jvm;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.function.UnaryOperator;

/// Has `java.net.http.HttpClient` show our proxy who this program is: it never asks the default authenticator. The
/// class that
/// prepares its requests is changed when it is loaded; programs without a client pay a comparison of names for each
/// class.
final class HttpClientDoor implements ClassFileTransformer {

    private static final String PREPARES_REQUESTS = "jdk/internal/net/http/AuthenticationFilter";

    private final OurProxy proxy;

    HttpClientDoor(OurProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    @SuppressWarnings("NullAway") // null says that a class stays as it is
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] original) {
        if (!PREPARES_REQUESTS.equals(name)) return null;
        try {
            return insertion().apply(original);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Premain.say("java.net.http.HttpClient cannot be changed, so the proxy will not let it through (" + e + ")");
            return null;
        }
    }

    /// Its class and ASM are loaded now, where the program's own ASM is never met.
    private UnaryOperator<byte[]> insertion() throws ReflectiveOperationException {
        @SuppressWarnings("unchecked") // the one type of that name
        Class<UnaryOperator<byte[]>> type =
                (Class<UnaryOperator<byte[]>>) Class.forName("agentvault.jvm.Insertion", true, new Apart());
        return type.getConstructor(String.class, int.class, String.class)
                .newInstance(proxy.host(), proxy.port(), proxy.header());
    }
}
