package agentvault.document;

import agentvault.crypto.Secret;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value as somebody sent it.
public sealed interface Json {

    /// Kept as characters, so that it can be wiped: it may be a secret.
    final class Text implements Json {

        private final char[] characters;

        Text(char[] characters) {
            this.characters = characters;
        }

        String string() {
            return new String(characters);
        }

        Secret secret() {
            return Secret.take(characters.clone());
        }

        @Override
        public void wipe() {
            Arrays.fill(characters, '\0');
        }

        @Override
        public String toString() {
            return "Text[" + characters.length + " characters]";
        }
    }

    record Numeric(BigDecimal value) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> all) implements Json {
        public Items {
            all = List.copyOf(all);
        }

        @Override
        public void wipe() {
            all.forEach(Json::wipe);
        }
    }

    record Entries(Map<String, Json> all) implements Json {
        public Entries {
            all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
        }

        @Override
        public void wipe() {
            all.values().forEach(Json::wipe);
        }
    }

    /// What came of reading.
    sealed interface Result {
        record Read(Json value) implements Result {}

        /// @param sentence what is wrong with it; it quotes nothing of it
        record Unreadable(String sentence) implements Result {}
    }

    /// Reads one value and nothing behind it, in UTF-8.
    static Result read(byte[] bytes) {
        return new JsonReading().read(bytes);
    }

    /// Overwrites the texts.
    default void wipe() {}
}
