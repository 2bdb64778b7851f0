package agentvault.house;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A source in memory, as the compiler takes it.
final class TextSource extends SimpleJavaFileObject {

    private final String text;

    TextSource(String name, String text) {
        super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
        this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
    }
}
