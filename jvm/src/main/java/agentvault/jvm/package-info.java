/// An agent for the Java programs that run behind the proxy: it shows the proxy who they are, which Java does for no
/// variable. Compiled for Java 8; nothing else of ours uses it. Entry type: [agentvault.jvm.Premain].
@NullMarked
package agentvault.jvm;

import org.jspecify.annotations.NullMarked;
