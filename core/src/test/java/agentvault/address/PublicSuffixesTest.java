package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.PublicSuffixes.Ownership;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicSuffixesTest {

    /// The names are those of the list's own test vectors, where the question can be asked of them.
    @ParameterizedTest
    @CsvSource({
        "com, ANYBODY",
        "example.com, ONE_OWNER",
        "b.example.com, ONE_OWNER",
        "uk.com, SHARED",
        "example.uk.com, ONE_OWNER",
        "example, ANYBODY",
        "biz, ANYBODY",
        "ac.jp, ANYBODY",
        "kyoto.jp, ANYBODY",
        "ide.kyoto.jp, ANYBODY",
        "b.ide.kyoto.jp, ONE_OWNER",
        "kobe.jp, ANYBODY",
        "c.kobe.jp, ANYBODY",
        "b.c.kobe.jp, ONE_OWNER",
        "city.kobe.jp, ONE_OWNER",
        "ck, ANYBODY",
        "test.ck, ANYBODY",
        "b.test.ck, ONE_OWNER",
        "www.ck, ONE_OWNER",
        "ak.us, ANYBODY",
        "k12.ak.us, ANYBODY",
        "test.k12.ak.us, ONE_OWNER",
        "sch.uk, ANYBODY",
        "xn--55qx5d.cn, ANYBODY",
        "xn--85x722f.xn--55qx5d.cn, ONE_OWNER",
        "xn--fiqs8s, ANYBODY",
        "github.io, SHARED",
        "someone.github.io, ONE_OWNER",
        "amazonaws.com, SHARED",
        "compute.amazonaws.com, SHARED",
        "x.compute.amazonaws.com, SHARED",
    })
    void says_who_may_hold_the_names_below(String zone, Ownership ownership) {
        assertThat(PublicSuffixes.bundled().below(new CanonicalHost(zone))).isEqualTo(ownership);
    }
}
