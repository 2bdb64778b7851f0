package agentvault.console;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Judges host names: whether somebody may take one for another.
final class Lookalike {

    /// Each letter beside the one that it is drawn like: Cyrillic, Greek, Armenian, Latin with what is easily
    /// overlooked.
    private static final String DRAWN = "аaбbвbгrдdеeзzиuкkмmнhоoпnрpсcтtуyхxчyьbѕsіiїiјjћhһhԁdԛqԝwԍgґrүyӏlѡw"
            + "αaβbγyδdεeηnιiκkνvοoρpστtυuχxωwϲcϳjͻcτt"
            + "ոnսuօoցgհhզqյjաwօoսu"
            + "ıiłløoƅbɑaɡgɩiʏyƿpșsțtłlđdħhŋnſf";

    /// Scripts that are written together.
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO));

    /// Names that people know and trust with keys. One that is drawn like them is pointed at, although it has no letter
    /// outside of ASCII.
    private static final Set<String> KNOWN = Set.of(
            ("airtable amazon amazonaws anthropic apple asana atlassian auth0 azure binance bitbucket braintree chatgpt"
                            + " claude cloudflare coinbase confluence datadoghq digitalocean discord docker dropbox"
                            + " elastic facebook figma firebase github githubusercontent gitlab gmail google googleapis"
                            + " heroku hubspot huggingface icloud instagram intercom jira kraken linear linkedin live"
                            + " mailchimp mailgun microsoft microsoftonline mongodb netlify notion npmjs office okta"
                            + " openai openrouter outlook pagerduty paypal pinecone postmarkapp pypi reddit render"
                            + " replicate resend salesforce sendgrid sentry shopify slack snowflake spotify square"
                            + " stripe supabase telegram trello twilio twitch twitter vercel whatsapp wise wordpress"
                            + " xero youtube zendesk zoom")
                    .split(" "));

    private static final Map<String, String> KNOWN_BY_DRAWING =
            KNOWN.stream().collect(Collectors.toUnmodifiableMap(Lookalike::drawing, known -> known));

    private Lookalike() {}

    /// A sentence for each thing to look at.
    static List<String> warnings(String unicode) {
        if (unicode.chars().allMatch(c -> c < 0x80)) return plainWarnings(unicode);
        var drawn = drawnLike(unicode);
        if (drawn.chars().allMatch(c -> c < 0x80)) {
            return List.of("This name is drawn like " + drawn + " and is another one.");
        }
        for (var label : unicode.split("\\.", -1)) {
            var scripts = scripts(label);
            if (scripts.size() > 1 && TOGETHER.stream().noneMatch(together -> together.containsAll(scripts))) {
                return List.of("This name mixes letters of several scripts: " + names(scripts) + ".");
            }
        }
        return List.of("This name has letters outside of a to z: compare it with the one that you know.");
    }

    private static List<String> plainWarnings(String name) {
        return Arrays.stream(name.split("\\.", -1))
                .filter(label -> !KNOWN.contains(label))
                .flatMap(label -> Optional.ofNullable(KNOWN_BY_DRAWING.get(drawing(label))).stream()
                        .map(known -> label + " is drawn like " + known + " and is another name."))
                .toList();
    }

    /// What ASCII letters and digits look like: the same for those that are taken for each other.
    private static String drawing(String label) {
        return label.replace("rn", "m")
                .replace("vv", "w")
                .replace("cl", "d")
                .replace('0', 'o')
                .replace('1', 'l')
                .replace('i', 'l')
                .replace('3', 'e')
                .replace('5', 's');
    }

    private static String drawnLike(String name) {
        var drawn = new StringBuilder();
        name.codePoints().forEach(character -> {
            int at = DRAWN.indexOf(character);
            drawn.appendCodePoint(at >= 0 && at % 2 == 0 ? DRAWN.charAt(at + 1) : character);
        });
        return drawn.toString();
    }

    private static Set<UnicodeScript> scripts(String label) {
        return label.codePoints()
                .mapToObj(UnicodeScript::of)
                .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
    }

    private static String names(Set<UnicodeScript> scripts) {
        return scripts.stream()
                .map(script ->
                        script.name().charAt(0) + script.name().substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
