package org.huiyin.operations;

import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.huiyin.foundation.TimeLimit;
import org.huiyin.operations.Probe.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at every part every few seconds, so that it is known since when something is as it is, and a page waits for nobody. */
@Component
@Profile("!verify")
class SystemWatch implements SystemState {
  static final Duration FRESH = Duration.ofSeconds(6);
  private static final Logger log = LoggerFactory.getLogger(SystemWatch.class);
  private static final TimeLimit LONGEST_LOOK = TimeLimit.of(Duration.ofSeconds(2));
  private static final String TEXTS = "messages/system";

  private final List<Probe> probes;
  private final Clock clock;
  private final Map<String, Part> known = new ConcurrentHashMap<>();
  private final ReentrantLock looking = new ReentrantLock();
  private final Duration fresh;
  private volatile Instant looked = Instant.MIN;

  @Autowired
  SystemWatch(List<Probe> probes, Clock clock) {
    this(probes, clock, FRESH);
  }

  SystemWatch(List<Probe> probes, Clock clock, Duration fresh) {
    this.probes = List.copyOf(probes);
    this.clock = clock;
    this.fresh = fresh;
  }

  @Override
  public List<Part> parts() {
    if (looked.isBefore(clock.instant().minus(fresh)) || looked.isAfter(clock.instant())) {
      look();
    }
    return probes.stream().map(probe -> known.get(probe.name())).filter(java.util.Objects::nonNull).toList();
  }

  @Scheduled(fixedDelayString = "PT5S")
  void look() {
    looking.lock();
    try {
      var now = clock.instant();
      for (var probe : probes) {
        known.compute(probe.name(), (name, before) -> after(before, name, read(probe), now));
      }
      looked = clock.instant();
    } finally {
      looking.unlock();
    }
  }

  @Override
  public Told tell(Part part, Locale locale) {
    var language = locale.getLanguage().equals("en") ? Locale.ENGLISH : Locale.ROOT;
    var texts = ResourceBundle.getBundle(TEXTS, language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    return new Told(text(texts, part.label(), List.of()), text(texts, part.situation(), part.facts()),
        part.state() == State.OK ? "" : text(texts, part.remedy(), part.facts()));
  }

  /** A part that cannot even be looked at is down. */
  private static Reading read(Probe probe) {
    return LONGEST_LOOK.call("Looking at " + probe.name(), "it counts as down until the next look", probe::read)
        .orElseGet(() -> Reading.down("silent"));
  }

  private static Part after(@org.jspecify.annotations.Nullable Part before, String name, Reading reading, Instant now) {
    String situation = "system." + (reading.situation().equals("silent") ? "" : name + ".") + reading.situation();
    if (before != null && before.state() == reading.state()) {
      return new Part(name, reading.state(), situation, reading.facts(), before.since());
    }
    if (before != null || reading.state() != State.OK) {
      log.info("{} is {} now: {} {}", name, reading.state(), reading.situation(), reading.facts());
    }
    return new Part(name, reading.state(), situation, reading.facts(), now);
  }

  private static String text(ResourceBundle texts, String key, List<String> facts) {
    return new MessageFormat(texts.getString(key), Locale.ROOT).format(facts.toArray());
  }
}
