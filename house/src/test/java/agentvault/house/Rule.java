package agentvault.house;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A house rule over classes: what one class does against it, in sentences.
record Rule(Function<JavaClass, Stream<String>> breaches) {

    /// Forbids some accesses: calls, constructor calls, field accesses and method references alike.
    static Rule forbidding(Predicate<JavaAccess<?>> access) {
        return new Rule(of -> of.getAccessesFromSelf().stream().filter(access).map(JavaAccess::getDescription));
    }

    List<String> breachesIn(JavaClasses classes) {
        return classes.stream().flatMap(breaches).sorted().toList();
    }

    /// The class that holds the code of this one: nested classes and lambdas speak for it.
    static String outermost(JavaClass of) {
        return of.getEnclosingClass().map(Rule::outermost).orElse(of.getFullName());
    }
}
