package agentvault.tokens;

import agentvault.crypto.Secret;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The top members of a JSON object that came from elsewhere; texts are kept as secrets, whatever they are.
final class AnswerDocument implements AutoCloseable {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(20).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Secret> texts = new HashMap<>();
    private final Map<String, BigDecimal> numbers = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();

    private AnswerDocument() {}

    /// Empty if it is no JSON object.
    static Optional<AnswerDocument> read(Secret body) {
        var document = new AnswerDocument();
        boolean read = body.reveal(bytes -> {
            try (var parser = JSON.createParser(ObjectReadContext.empty(), new ByteArrayInputStream(bytes))) {
                return document.read(parser);
            } catch (JacksonException _) {
                return false;
            }
        });
        if (read) return Optional.of(document);
        document.close();
        return Optional.empty();
    }

    private boolean read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) return false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> texts.put(name, text(parser));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.put(name, parser.getDecimalValue());
                case START_ARRAY -> lists.put(name, plainTexts(parser));
                default -> parser.skipChildren();
            }
        }
        return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    }

    /// The texts of a list that holds no secrets.
    private static List<String> plainTexts(JsonParser parser) {
        var texts = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) texts.add(parser.getString());
            else parser.skipChildren();
        }
        return texts;
    }

    private static Secret text(JsonParser parser) {
        int start = parser.getStringOffset();
        return Secret.take(Arrays.copyOfRange(parser.getStringCharacters(), start, start + parser.getStringLength()));
    }

    Optional<Secret> secret(String name) {
        return Optional.ofNullable(texts.get(name)).filter(text -> text.length() > 0);
    }

    /// Whether a token has only the characters that tokens may have (RFC 6749, A.12).
    static boolean sendable(Secret token) {
        return token.reveal(bytes -> {
            for (byte each : bytes) if (each < ' ' || each > '~') return false;
            return true;
        });
    }

    /// A text that is no secret.
    String plain(String name) {
        var text = texts.get(name);
        return text == null ? "" : text.reveal(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /// The texts of a list; none if it is no list.
    List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /// Empty for what is neither a number nor written like one.
    Optional<BigDecimal> number(String name) {
        if (numbers.containsKey(name)) return Optional.ofNullable(numbers.get(name));
        var text = plain(name);
        boolean digits = !text.isEmpty() && text.length() < 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    @Override
    public void close() {
        texts.values().forEach(Secret::close);
    }
}
