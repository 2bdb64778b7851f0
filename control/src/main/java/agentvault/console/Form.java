package agentvault.console;

import agentvault.crypto.FreeText;
import agentvault.crypto.Secret;
import agentvault.document.Unfit;
import agentvault.vault.CredentialKey;
import agentvault.wire.Request;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a page's form sent. What was typed into its fields for secrets is never text here, and is closed with it.
final class Form implements AutoCloseable {

    static final String LOGIN_FIELD = "password";
    static final String VALUE = "value.";

    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_FIELDS = 200;

    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, Secret> typed = new HashMap<>();

    private Form() {}

    static Form read(Request request) {
        byte[] bytes = request.body().readAll(MAX_BODY);
        var form = new Form();
        try {
            form.read(bytes);
            return form;
        } catch (Unfit unfit) {
            form.close();
            throw unfit;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// The first text of that name; empty if there is none.
    String text(String name) {
        return texts(name).stream().findFirst().orElse("");
    }

    List<String> texts(String name) {
        return texts.getOrDefault(name, List.of());
    }

    /// Empty if none was typed in.
    Secret password() {
        return typed.computeIfAbsent(LOGIN_FIELD, _ -> Secret.take(new byte[0]));
    }

    /// What was typed in for credentials; fields that were left empty are left out.
    Map<CredentialKey, Secret> values() {
        var values = new HashMap<CredentialKey, Secret>();
        typed.forEach((name, value) -> {
            if (!name.startsWith(VALUE) || value.length() == 0) return;
            var key = name.substring(VALUE.length());
            if (!CredentialKey.valid(key)) throw new Unfit(VALUE, "The form names a credential that is none.");
            values.put(new CredentialKey(key), value);
        });
        return values;
    }

    private void read(byte[] bytes) {
        int from = 0;
        for (int fields = 0; from < bytes.length; fields++) {
            if (fields == MAX_FIELDS) throw new Unfit("", "The form has too many fields.");
            int end = next(bytes, from, bytes.length, '&');
            int equals = next(bytes, from, end, '=');
            var name = text(decoded(bytes, from, equals));
            keep(name, decoded(bytes, Math.min(equals + 1, end), end));
            from = end + 1;
        }
    }

    private void keep(String name, byte[] value) {
        if (name.equals(LOGIN_FIELD) || name.startsWith(VALUE)) {
            var twice = typed.put(name, Secret.take(name.equals(LOGIN_FIELD) ? value : stripped(value)));
            if (twice == null) return;
            twice.close();
            throw new Unfit("", "The form has a field twice.");
        }
        texts.computeIfAbsent(name, _ -> new ArrayList<>()).add(text(value).replace("\r\n", "\n"));
    }

    private static int next(byte[] bytes, int from, int end, char wanted) {
        for (int at = from; at < end; at++) if (bytes[at] == wanted) return at;
        return end;
    }

    private static byte[] decoded(byte[] bytes, int from, int end) {
        byte[] room = new byte[end - from];
        int length = 0;
        for (int at = from; at < end; at++) {
            byte value = bytes[at] == '+' ? (byte) ' ' : bytes[at];
            if (value == '%') {
                if (at + 2 >= end) throw unreadable();
                int high = Character.digit(bytes[at + 1], 16);
                int low = Character.digit(bytes[at + 2], 16);
                if (high < 0 || low < 0) throw unreadable();
                value = (byte) (high << 4 | low);
                at += 2;
            }
            room[length++] = value;
        }
        byte[] decoded = Arrays.copyOf(room, length);
        Arrays.fill(room, (byte) 0);
        return decoded;
    }

    /// As it was pasted: with the line ends of its own system, and without those behind the last line.
    private static byte[] stripped(byte[] value) {
        int end = value.length;
        while (end > 0 && (value[end - 1] == '\n' || value[end - 1] == '\r')) end--;
        byte[] room = new byte[end];
        int length = 0;
        for (int at = 0; at < end; at++) {
            boolean ofPair = value[at] == '\r' && at + 1 < end && value[at + 1] == '\n';
            if (!ofPair) room[length++] = value[at];
        }
        byte[] stripped = Arrays.copyOf(room, length);
        Arrays.fill(room, (byte) 0);
        Arrays.fill(value, (byte) 0);
        return stripped;
    }

    private static String text(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return FreeText.checked("a field", text);
        } catch (CharacterCodingException | IllegalArgumentException _) {
            throw unreadable();
        }
    }

    private static Unfit unreadable() {
        return new Unfit("", "The form is not readable: open the page again.");
    }

    @Override
    public void close() {
        typed.values().forEach(Secret::close);
    }
}
