package agentvault.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What packages are called and promise.
class NamesTest {

    private static final List<String> SAY_NOTHING =
            List.of("util", "utils", "common", "impl", "manager", "helper", "helpers", "misc");

    private static final Rule NULL_MARKED = new Rule(of -> of.getPackage().isAnnotatedWith(NullMarked.class)
            ? Stream.empty()
            : Stream.of(of.getPackageName() + " has no package-info.java with @NullMarked"));

    private static final Rule TELLING_PACKAGES =
            new Rule(of -> Arrays.stream(of.getPackageName().split("\\.", -1))
                    .filter(SAY_NOTHING::contains)
                    .map(word -> of.getName() + " is in a package named " + word));

    private static final Rule FLAT_PACKAGES = new Rule(of -> Stream.of(of)
            .filter(found ->
                    found.getPackageName().chars().filter(c -> c == '.').count() > 1)
            .map(JavaClass::getDescription));

    @Test
    void every_package_is_null_marked() {
        assertThat(NULL_MARKED.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(NULL_MARKED.breachesIn(Offender.compiled("package agentvault.loose; class Bad {}")))
                .isNotEmpty();
    }

    @Test
    void packages_are_called_by_what_they_hold() {
        assertThat(TELLING_PACKAGES.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(TELLING_PACKAGES.breachesIn(Offender.compiled("package agentvault.util; class Bad {}")))
                .isNotEmpty();
    }

    @Test
    void packages_are_flat() {
        assertThat(FLAT_PACKAGES.breachesIn(MainClasses.ALL)).isEmpty();

        assertThat(FLAT_PACKAGES.breachesIn(Offender.compiled("package agentvault.vault.model; class Bad {}")))
                .isNotEmpty();
    }
}
