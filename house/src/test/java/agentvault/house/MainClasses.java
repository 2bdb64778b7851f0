package agentvault.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Arrays;

/// The classes of all modules as they are shipped, without tests.
final class MainClasses {

    static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(MainClasses::shipped).importPackages("agentvault");

    private MainClasses() {}

    /// The classes of some modules.
    static JavaClasses of(String... modules) {
        return ALL.that(DescribedPredicate.describe(
                "of " + Arrays.toString(modules),
                found -> Arrays.stream(modules).anyMatch(module -> isOf(found, module))));
    }

    private static boolean isOf(JavaClass found, String module) {
        return found.getSource()
                .map(Source::getUri)
                .filter(uri -> uri.toString().contains("/" + module + "/target/"))
                .isPresent();
    }

    private static boolean shipped(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
}
