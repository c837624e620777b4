package atelier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.util.Arrays;

@AnalyzeClasses(packages = "atelier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String FEATURES = "product|review|question|cart|interaction|moderation|picture|shop";
    private static final String[] FEATURE_PACKAGES = Arrays.stream(FEATURES.split("\\|"))
            .map(feature -> "atelier." + feature + "..")
            .toArray(String[]::new);
    /** What features stand on. The generator in {@code sample} knows their files, and only the application knows it. */
    private static final String[] FLOOR = {
        "atelier.apidocs..",
        "atelier.bytes..",
        "atelier.cli..",
        "atelier.database..",
        "atelier.http..",
        "atelier.load..",
        "atelier.logging..",
        "atelier.metrics..",
        "atelier.operations..",
        "atelier.serve..",
        "atelier.threads..",
        "atelier.write.."
    };

    @ArchTest
    static final ArchRule packagesFormNoCircles =
            slices().matching("atelier.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule aFeatureKnowsNoOtherFeature =
            slices().matching("atelier.(" + FEATURES + ")..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule theFloorKnowsNoFeature = noClasses()
            .that()
            .resideInAnyPackage(FLOOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FEATURE_PACKAGES)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("atelier.sample..");

    @ArchTest
    static final ArchRule everyPackageIsAFeatureOrOnTheFloor = classes()
            .should()
            .resideInAnyPackage(FLOOR)
            .orShould()
            .resideInAnyPackage(FEATURE_PACKAGES)
            .orShould()
            .resideInAnyPackage("atelier", "atelier.sample..");

    @ArchTest
    static final ArchRule nobodyKnowsTheApplication = noClasses()
            .that()
            .resideInAPackage("atelier.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atelier");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = classes()
            .should()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager");

    /** Error Prone's DefaultLocale, which covers all other formatting, leaves out System.out and System.err. */
    @ArchTest
    static final ArchRule printedNumbersDoNotDependOnTheLocale = noClasses()
            .should()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "format", String.class, Object[].class);
}
