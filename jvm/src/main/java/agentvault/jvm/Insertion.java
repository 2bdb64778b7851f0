package agentvault.jvm;

import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// Puts a few lines before the method that prepares a request of `java.net.http.HttpClient`:
///
/// ```java
/// if (r.proxy() != null && r.proxy().getPort() == PORT && r.proxy().getHostString().equals(HOST))
///     r.setSystemHeader("Proxy-Authorization", HEADER);
/// ```
///
/// The client itself takes care that such a header reaches a proxy alone, never the server behind it. Only classes of
/// Java
/// are named, so that nothing has to be put where all programs find it.
public final class Insertion extends ClassVisitor implements UnaryOperator<byte[]> {

    private static final String REQUEST = "jdk/internal/net/http/HttpRequestImpl";
    private static final String ADDRESS = "java/net/InetSocketAddress";
    private static final int MAJOR = 7;

    private final String host;
    private final int port;
    private final String header;
    private int version;
    private boolean done;

    public Insertion(String host, int port, String header) {
        super(Opcodes.ASM9);
        this.host = host;
        this.port = port;
        this.header = header;
    }

    @Override
    public byte[] apply(byte[] original) {
        version = original[MAJOR];
        byte[] readable = original.clone();
        // The library refuses what is newer than itself; what is read of it has been the same since 11.
        readable[MAJOR] = (byte) Math.min(version, Opcodes.V11);
        ClassReader reader = new ClassReader(readable);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        cv = writer;
        reader.accept(this, 0);
        if (!done) throw new IllegalStateException("this Java prepares its requests in another way");
        return writer.toByteArray();
    }

    @Override
    public void visit(int readable, int access, String name, String signature, String above, String[] interfaces) {
        super.visit(version, access, name, signature, above, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String types, String signature, String[] thrown) {
        MethodVisitor method = super.visitMethod(access, name, types, signature, thrown);
        boolean prepares = name.equals("request") && types.startsWith("(L" + REQUEST + ";");
        if (!prepares) return method;
        done = true;
        return new MethodVisitor(Opcodes.ASM9, method) {
            @Override
            public void visitCode() {
                super.visitCode();
                insert(this);
            }
        };
    }

    private void insert(MethodVisitor method) {
        Label rest = new Label();
        proxyOfRequest(method);
        method.visitJumpInsn(Opcodes.IFNULL, rest);
        proxyOfRequest(method);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ADDRESS, "getPort", "()I", false);
        method.visitLdcInsn(port);
        method.visitJumpInsn(Opcodes.IF_ICMPNE, rest);
        proxyOfRequest(method);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, ADDRESS, "getHostString", "()Ljava/lang/String;", false);
        method.visitLdcInsn(host);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
        method.visitJumpInsn(Opcodes.IFEQ, rest);
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitLdcInsn("Proxy-Authorization");
        method.visitLdcInsn(header);
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, REQUEST, "setSystemHeader", "(Ljava/lang/String;Ljava/lang/String;)V", false);
        method.visitLabel(rest);
        method.visitFrame(Opcodes.F_SAME, 0, new Object[0], 0, new Object[0]);
    }

    private static void proxyOfRequest(MethodVisitor method) {
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, REQUEST, "proxy", "()L" + ADDRESS + ";", false);
    }
}
