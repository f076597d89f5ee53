package org.huiyin;

import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.huiyin.call.Call;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.PurgeOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.events.ApplicationModuleListener;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The walls of the house. Each rule is shown to find a violation seeded for it, so that none of them checks nothing. */
class HouseRulesTest {
  private static final JavaClasses PRODUCT = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("org.huiyin");
  private static final JavaClasses SEEDED = new ClassFileImporter().importPackages("org.huiyin.seeded");

  private static final ArchRule ONLY_TELEPHONY_KNOWS_ASTERISK_JAVA = noClasses().that().resideOutsideOfPackage("org.huiyin.telephony..")
      .should().dependOnClassesThat().resideInAPackage("org.asteriskjava..");

  /** One place in each process: the service's, and the supervisor's journal. */
  private static final Set<String> MAY_MAKE_A_CLOCK = Set.of("org.huiyin.foundation.FoundationConfiguration",
      "org.huiyin.launcher.Journal");

  private static final ArchRule TIME_IS_ASKED_OF_THE_CLOCK = noClasses().should()
      .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("reads the wall clock") {
        @Override
        public boolean test(JavaAccess<?> access) {
          return readsTheWallClock(access);
        }
      });

  private static final ArchRule ONLY_ACCESS_GRANTS = noClasses().that().resideOutsideOfPackage("org.huiyin.access..").should()
      .accessTargetWhere(constructs(PlaybackGrant.class));

  private static final ArchRule ONLY_RETENTION_ORDERS = noClasses().that().resideOutsideOfPackage("org.huiyin.retention..").should()
      .accessTargetWhere(constructs(PurgeOrder.class));

  private static boolean readsTheWallClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    boolean now = owner.startsWith("java.time.") && name.equals("now")
        && access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget call
        && call.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
    boolean nowByReference = owner.startsWith("java.time.") && name.equals("now")
        && access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitReferenceTarget;
    boolean millis = owner.equals(System.class.getName()) && name.equals("currentTimeMillis");
    boolean date = owner.equals(Date.class.getName()) && name.equals("<init>")
        && access.getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.ConstructorCallTarget made
        && made.getRawParameterTypes().isEmpty();
    boolean clock = owner.equals(Clock.class.getName()) && name.startsWith("system")
        && !MAY_MAKE_A_CLOCK.contains(access.getOriginOwner().getName());
    return now || nowByReference || millis || date || clock;
  }

  private static DescribedPredicate<JavaAccess<?>> constructs(Class<?> capability) {
    return new DescribedPredicate<>("makes a " + capability.getSimpleName()) {
      @Override
      public boolean test(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(capability) && access.getTarget().getName().equals("<init>");
      }
    };
  }

  @Test
  void every_module_imports_only_what_it_declares() {
    ApplicationModules.of(Huiyin.class).verify();
  }

  @Test
  void only_telephony_knows_the_library_behind_it() {
    ONLY_TELEPHONY_KNOWS_ASTERISK_JAVA.check(PRODUCT);
    finds(ONLY_TELEPHONY_KNOWS_ASTERISK_JAVA, "UsesTheTelephoneLibrary");
  }

  @Test
  void nobody_reads_the_wall_clock_but_through_the_clock() {
    TIME_IS_ASKED_OF_THE_CLOCK.check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReadsTheInstant", "ReadsTheDate", "ReadsTheMilliseconds", "ReadsTheOldDate", "ReadsByReference", "MakesAClock"})
  void every_way_to_read_the_wall_clock_is_found(String seeded) {
    finds(TIME_IS_ASKED_OF_THE_CLOCK, seeded);
  }

  @Test
  void only_access_grants_a_replay() {
    ONLY_ACCESS_GRANTS.check(PRODUCT);
    finds(ONLY_ACCESS_GRANTS, "Grants");
  }

  @Test
  void only_retention_orders_a_destruction() {
    ONLY_RETENTION_ORDERS.check(PRODUCT);
    finds(ONLY_RETENTION_ORDERS, "Orders");
    finds(ONLY_RETENTION_ORDERS, "OrdersByReference");
  }

  /** What waits in the outbox, or is stuck in it, names calls and tickets and no person. */
  @Test
  void no_event_carries_a_telephone_number() {
    var events = PRODUCT.stream().flatMap(of -> of.getMethods().stream())
        .filter(method -> method.isAnnotatedWith(ApplicationModuleListener.class))
        .flatMap(method -> method.getRawParameterTypes().stream()).map(JavaClass::reflect).collect(Collectors.toSet());
    assertThat(events).hasSizeGreaterThan(3)
        .allSatisfy(event -> assertThat(parts(event)).as(event.getSimpleName()).doesNotContain(PhoneNumber.class));
    assertThat(parts(Call.class)).as("it would be seen").contains(PhoneNumber.class);
  }

  private static Set<Class<?>> parts(Class<?> of) {
    return of.isRecord()
        ? Stream.concat(Stream.of(of), Stream.of(of.getRecordComponents()).flatMap(part -> parts(part.getType()).stream()))
            .collect(Collectors.toSet())
        : Set.of(of);
  }

  @Test
  void the_rules_see_the_product() {
    assertThat(PRODUCT.stream().map(of -> of.getPackageName().replaceAll("^(org\\.huiyin\\.[a-z]+).*", "$1"))).containsAll(Set.of(
        "org.huiyin.foundation", "org.huiyin.telephony", "org.huiyin.access", "org.huiyin.retention", "org.huiyin.recording"));
    assertThat(PRODUCT.contain(TimeLimit.class)).isTrue();
  }

  private static void finds(ArchRule rule, String seeded) {
    var result = rule.allowEmptyShould(false).evaluate(SEEDED);
    assertThat(result.getFailureReport().getDetails()).as("what %s does", seeded).anyMatch(detail -> detail.contains("Violations$" + seeded
        + "."));
  }
}
