package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathPatternProperties {

    @Property(tries = 5_000)
    void matches_what_the_slow_reference_matches(@ForAll("patterns") String pattern, @ForAll("paths") String path) {
        assertThat(new PathPattern(pattern).matches(new CanonicalPath(path))).isEqualTo(slowly(pattern, path));
    }

    @Property(tries = 5_000)
    void finds_literals_that_repeat_themselves(
            @ForAll("repetitive") String piece, @ForAll("repetitive") String other, @ForAll("long") String path) {
        String pattern = "/*" + piece + "*" + other + "*";
        assertThat(new PathPattern(pattern).matches(new CanonicalPath("/" + path)))
                .isEqualTo(slowly(pattern, "/" + path));
    }

    @Property(tries = 3_000)
    void overlapping_patterns_are_those_that_share_a_path(
            @ForAll("patterns") String one, @ForAll("patterns") String other, @ForAll("paths") String path) {
        if (slowly(one, path) && slowly(other, path))
            assertThat(new PathPattern(one).overlaps(new PathPattern(other))).isTrue();
    }

    @Property(tries = 3_000)
    void a_covering_pattern_matches_whatever_the_covered_one_matches(
            @ForAll("patterns") String wide, @ForAll("patterns") String narrow, @ForAll("paths") String path) {
        if (new PathPattern(wide).covers(new PathPattern(narrow)) && slowly(narrow, path))
            assertThat(slowly(wide, path)).isTrue();
    }

    @Property
    void an_exact_path_overlaps_a_pattern_exactly_if_it_matches(
            @ForAll("patterns") String pattern, @ForAll("paths") String path) {
        assertThat(new PathPattern(pattern).overlaps(PathPattern.exact(new CanonicalPath(path))))
                .isEqualTo(slowly(pattern, path));
    }

    @Example
    void the_work_is_linear_in_the_path_even_for_the_worst_pattern() {
        var pattern = Glob.compile("/*" + "a".repeat(50) + "b*" + "a".repeat(100) + "b*" + "a".repeat(90) + "c");
        for (int length = 1_000; length <= 64_000; length *= 2) {
            var path =
                    new CountingText("/" + "a".repeat(length) + "b" + "a".repeat(length) + "b" + "a".repeat(90) + "c");
            assertThat(pattern.matches(path)).isTrue();
            assertThat(path.reads).isLessThan(4L * path.length());
        }
    }

    @Provide
    Arbitrary<String> patterns() {
        var glob =
                Arbitraries.of("a", "b", "ab", "*", "/a").list().ofMaxSize(7).map(list -> "/" + String.join("", list));
        var below = Arbitraries.of("/a", "/ab", "/b/a").map(base -> base + "/**");
        return Arbitraries.oneOf(glob.filter(text -> !text.contains("**") && !text.contains("//")), below);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "aa", "ab", "/a", "/b")
                .list()
                .ofMaxSize(8)
                .map(list -> "/" + String.join("", list))
                .filter(text -> !text.contains("//"));
    }

    @Provide
    Arbitrary<String> repetitive() {
        return Arbitraries.of("a", "b", "aa", "ab")
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> String.join("", list));
    }

    @Provide("long")
    Arbitrary<String> longText() {
        return Arbitraries.of("a", "b", "aab", "aaab").list().ofMaxSize(20).map(list -> String.join("", list));
    }

    /// By definition, without any thought for time.
    private static boolean slowly(String pattern, String path) {
        if (pattern.endsWith("/**")) {
            String base = pattern.substring(0, pattern.length() - 3);
            return path.equals(base) || path.startsWith(base + "/");
        }
        if (pattern.isEmpty()) return path.isEmpty();
        if (pattern.charAt(0) != '*')
            return !path.isEmpty()
                    && pattern.charAt(0) == path.charAt(0)
                    && slowly(pattern.substring(1), path.substring(1));
        for (int i = 0; i <= path.length(); i++) {
            if (slowly(pattern.substring(1), path.substring(i))) return true;
        }
        return false;
    }

    /// A text that counts how often a character of it is looked at.
    private static final class CountingText implements CharSequence {

        private final String text;
        private long reads;

        private CountingText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
