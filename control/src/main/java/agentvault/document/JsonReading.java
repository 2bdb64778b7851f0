package agentvault.document;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Reads JSON strictly: no name twice, nothing behind the value, 32 levels at most, well-formed UTF-8 and UTF-16.
final class JsonReading {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 1 << 21;
    private static final int MAX_NAME = 1024;
    private static final int MAX_NUMBER = 40;

    /// Its buffers are not handed on from one request to another: they hold what was read.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    Json.Result read(byte[] bytes) {
        CharBuffer decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException _) {
            return new Json.Result.Unreadable("The body is not UTF-8.");
        }
        char[] characters = decoded.array();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), characters, 0, decoded.limit())) {
            if (parser.nextToken() == null) return new Json.Result.Unreadable("The body is empty: send a JSON object.");
            var value = value(parser);
            return parser.nextToken() == null
                    ? new Json.Result.Read(value)
                    : new Json.Result.Unreadable("The body goes on after its JSON value.");
        } catch (StreamConstraintsException _) {
            return new Json.Result.Unreadable(
                    "The body is nested too deeply, or has a name or number that is too long.");
        } catch (JacksonException refused) {
            var at = refused.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            return new Json.Result.Unreadable("The body is not JSON, or names a member twice" + where + ".");
        } catch (Malformed _) {
            return new Json.Result.Unreadable("The body has half of a surrogate pair.");
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed() {
            super("", null, false, false);
        }
    }

    private Json value(JsonParser parser) {
        var token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> text(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeric(new BigDecimal(parser.getString()));
            case VALUE_TRUE -> new Json.Truth(true);
            case VALUE_FALSE -> new Json.Truth(false);
            case VALUE_NULL -> new Json.Nothing();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + token);
        };
    }

    private Json members(JsonParser parser) {
        var all = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            all.put(name, value(parser));
        }
        return new Json.Entries(all);
    }

    private Json items(JsonParser parser) {
        var all = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) all.add(value(parser));
        return new Json.Items(all);
    }

    private static Json text(JsonParser parser) {
        int from = parser.getStringOffset();
        var text = Arrays.copyOfRange(parser.getStringCharacters(), from, from + parser.getStringLength());
        if (!paired(text)) throw new Malformed();
        return new Json.Text(text);
    }

    private static boolean paired(char[] text) {
        boolean half = false;
        for (char c : text) {
            if (half != Character.isLowSurrogate(c)) return false;
            half = Character.isHighSurrogate(c);
        }
        return !half;
    }
}
