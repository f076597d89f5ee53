package org.huiyin.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.huiyin.operations.Probe.Reading;
import org.huiyin.operations.SystemState.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

class SystemWatchTest {
  private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.ok("40"));
  private final Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
  private final SystemWatch watch = new SystemWatch(List.of(probe("disk", reading)), ticking(), SystemWatch.FRESH);

  @Test
  void a_part_tells_since_when_it_is_as_it_is() {
    assertThat(watch.parts().getFirst().since()).isEqualTo(START);
    now.set(START.plusSeconds(10));
    reading.set(Reading.ok("39"));
    assertThat(watch.parts().getFirst()).satisfies(part -> {
      assertThat(part.facts()).containsExactly("39");
      assertThat(part.since()).isEqualTo(START);
    });
    now.set(START.plusSeconds(20));
    reading.set(Reading.down("full", "39", "/spool"));
    assertThat(watch.parts().getFirst().since()).isEqualTo(START.plusSeconds(20));
    assertThat(watch.worst()).isEqualTo(State.DOWN);
  }

  @Test
  void a_page_does_not_wait_for_a_new_look_when_the_last_is_fresh() {
    watch.parts();
    reading.set(Reading.down("full", "1", "/spool"));
    now.set(START.plusSeconds(3));
    assertThat(watch.worst()).isEqualTo(State.OK);
    now.set(START.plus(SystemWatch.FRESH).plusSeconds(1));
    assertThat(watch.worst()).isEqualTo(State.DOWN);
  }

  @Test
  void a_part_that_cannot_be_looked_at_is_down() {
    var failing = new SystemWatch(List.of(new Probe() {
      @Override
      public String name() {
        return "database";
      }

      @Override
      public Reading read() {
        throw new IllegalStateException("no connection");
      }
    }), clock, Duration.ZERO);
    var part = failing.parts().getFirst();
    assertThat(part.state()).isEqualTo(State.DOWN);
    assertThat(failing.tell(part, Locale.ENGLISH).what()).isEqualTo("does not answer");
    assertThat(failing.tell(part, Locale.SIMPLIFIED_CHINESE).name()).isEqualTo("数据库");
  }

  @Test
  void what_is_wrong_and_what_to_do_is_told_in_both_languages_with_its_figures() {
    reading.set(Reading.warning("narrow", "900 MB", "/data"));
    var part = watch.parts().getFirst();
    assertThat(watch.tell(part, Locale.CHINA).what()).isEqualTo("剩余空间不多：900 MB（/data）");
    var keys = new SystemState.Part("keys", State.WARNING, "system.keys.never", List.of(), part.since());
    assertThat(watch.tell(keys, Locale.UK).name()).isEqualTo("Backup of the recordings' keys");
    assertThat(watch.tell(part, Locale.UK).what()).isEqualTo("little room left: 900 MB (/data)");
    assertThat(watch.tell(part, Locale.UK).remedy())
        .isEqualTo("make room on that disk or take a larger one; no recording is deleted early to make room");
  }

  @Test
  void both_languages_have_the_same_texts_and_each_trouble_has_a_remedy() throws Exception {
    var chinese = texts("system.properties");
    var english = texts("system_en.properties");
    assertThat(chinese.keySet()).isEqualTo(english.keySet()).isNotEmpty();
    var troubles = chinese.stringPropertyNames().stream().filter(key -> key.matches("system\\.[a-z]+\\.[a-z]+"))
        .filter(key -> !key.endsWith(".ok") && !key.endsWith(".remedy")).toList();
    assertThat(troubles).isNotEmpty().allSatisfy(key -> assertThat(chinese).containsKey(key + ".remedy"));
    assertThat(HealthOfParts.NAMES).allSatisfy(name -> assertThat(chinese).containsKeys("system." + name, "system." + name + ".ok"));
  }

  @Test
  void whatever_is_looked_at_is_a_part_of_health_and_a_metric_too() {
    assertThat(Stream.of(Probes.class.getDeclaredMethods())
        .filter(method -> method.getReturnType() == Probe.class && method.isAnnotationPresent(Bean.class))
        .map(method -> method.getName().replace("Probe", "").toLowerCase(Locale.ROOT)))
        .containsExactlyInAnyOrderElementsOf(HealthOfParts.NAMES);
  }

  @Test
  void a_disk_is_narrow_below_a_fifth_or_ten_gigabytes_whichever_is_less_and_full_by_the_sign(@TempDir Path home) throws Exception {
    long gigabyte = 1_000_000_000;
    assertThat(Probes.disk(home, 1000 * gigabyte, 10 * gigabyte).situation()).isEqualTo("ok");
    assertThat(Probes.disk(home, 1000 * gigabyte, 10 * gigabyte - 1)).isEqualTo(Reading.warning("narrow", "9999 MB", home.toString()));
    assertThat(Probes.disk(home, 20 * gigabyte, 4 * gigabyte).situation()).isEqualTo("ok");
    assertThat(Probes.disk(home, 20 * gigabyte, 4 * gigabyte - 1).state()).isEqualTo(State.WARNING);
    Files.createFile(home.resolve("disk-full"));
    assertThat(Probes.disk(home, 20 * gigabyte, 19 * gigabyte)).isEqualTo(Reading.down("full", "19 GB", home.toString()));
  }

  @Test
  void a_folder_that_is_missing_or_closed_is_down(@TempDir Path folder) throws Exception {
    assertThat(Probes.folder(folder)).isEqualTo(Reading.ok());
    assertThat(Probes.folder(folder.resolve("nowhere"))).isEqualTo(Reading.down("missing", folder.resolve("nowhere").toString()));
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(Probes.folder(file).state()).isEqualTo(State.DOWN);
  }

  private static Properties texts(String name) throws Exception {
    var texts = new Properties();
    try (var in = SystemWatchTest.class.getResourceAsStream("/messages/" + name)) {
      assertThat(in).isNotNull();
      texts.load(new java.io.InputStreamReader(java.util.Objects.requireNonNull(in), java.nio.charset.StandardCharsets.UTF_8));
    }
    return texts;
  }

  private Clock ticking() {
    return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  }

  private static Probe probe(String name, AtomicReference<Reading> reading) {
    return new Probe() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Reading read() {
        return reading.get();
      }
    };
  }
}
