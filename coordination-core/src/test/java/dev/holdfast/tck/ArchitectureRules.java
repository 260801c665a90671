package dev.holdfast.tck;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.holdfast.spi.Ticker;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The rules of structure that every module's main code keeps. */
public final class ArchitectureRules {

    private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");
    private static final List<String> EMPTY_NAMES = List.of("Util", "Utils", "Helper", "Manager", "Impl");

    private ArchitectureRules() {}

    /** Reads the main classes of a package and those below it. */
    public static JavaClasses mainClasses(String rootPackage) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(rootPackage);
    }

    /** Checks what holds in every module. */
    public static void checkModule(JavaClasses main) {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(main);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Ticker.class.getName())
                .should()
                .accessTargetWhere(target(System.class, CLOCKS))
                .because("only Ticker reads a clock")
                .allowEmptyShould(true)
                .check(main);
        noClasses()
                .should()
                .accessTargetWhere(target(Thread.class, Set.of("sleep")))
                .because("waiting is for a condition")
                .check(main);
        for (String name : EMPTY_NAMES) {
            noClasses().should().haveSimpleNameEndingWith(name).check(main);
        }
        for (JavaClass one : main) {
            if (!one.getPackage().isAnnotatedWith(NullMarked.class)) {
                throw new AssertionError("package " + one.getPackageName() + " is not @NullMarked");
            }
        }
    }

    /** Checks what holds in a module that is a backend: it shows its provider alone, and knows core alone of ours. */
    public static void checkBackend(JavaClasses main) {
        checkModule(main);
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .should()
                .haveSimpleNameEndingWith("Provider")
                .check(main);
    }

    private static DescribedPredicate<JavaAccess<?>> target(Class<?> owner, Set<String> names) {
        return DescribedPredicate.describe(
                owner.getSimpleName() + "." + names,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && names.contains(access.getTarget().getName()));
    }

    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
