package atelier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "atelier", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] ROUTES = {"atelier.product..", "atelier.style..", "atelier.related.."};

    @ArchTest
    static final ArchRule aRouteKnowsNoOtherRoute =
            slices().matching("atelier.(product|style|related)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule packagesFormNoCircles =
            slices().matching("atelier.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobodyKnowsTheApplication = noClasses()
            .that()
            .resideInAPackage("atelier.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("atelier");

    @ArchTest
    static final ArchRule whatRoutesShareKnowsNoRoute = noClasses()
            .that()
            .resideInAnyPackage("atelier.cache..", "atelier.http..", "atelier.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROUTES);

    @ArchTest
    static final ArchRule onlyDaosAskTheDatabaseForRoutes = noClasses()
            .that()
            .resideInAnyPackage(ROUTES)
            .and()
            .haveSimpleNameNotEndingWith("Dao")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.jdbi..");

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
}
