package agentvault.console;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Judges host names that have letters outside of ASCII: whether somebody may take one for another.
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

    private Lookalike() {}

    /// A sentence for each thing to look at; none for a name all in ASCII.
    static List<String> warnings(String unicode) {
        if (unicode.chars().allMatch(c -> c < 0x80)) return List.of();
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
