package org.huiyin.telephony;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.asteriskjava.fastagi.command.AgiCommand;

/** The figures {@code huiyin.agi.*}. */
final class AgiMetrics {
  /** Why a connection was closed without a script. */
  enum Refusal {
    SECRET, PATH, MALFORMED, TOO_SLOW, TOO_LONG, EVICTED, FULL, NO_SCRIPT
  }

  private final MeterRegistry registry;
  private final Map<Class<?>, Timer> commands = new ConcurrentHashMap<>();

  AgiMetrics(MeterRegistry registry, AtomicInteger sessions, AtomicInteger waiting) {
    this.registry = registry;
    Gauge.builder("huiyin.agi.sessions", sessions, AtomicInteger::get).description("calls inside a script").register(registry);
    Gauge.builder("huiyin.agi.waiting", waiting, AtomicInteger::get).description("connections without a header yet").register(registry);
  }

  void command(AgiCommand command, long took, TimeUnit unit) {
    commands.computeIfAbsent(command.getClass(), _ -> registry.timer("huiyin.agi.commands", "command", name(command))).record(took, unit);
  }

  void session(String outcome, long took, TimeUnit unit) {
    registry.timer("huiyin.agi.duration", "outcome", outcome).record(took, unit);
  }

  void refused(Refusal why) {
    registry.counter("huiyin.agi.refused", "reason", why.name().toLowerCase(Locale.ROOT).replace('_', '-')).increment();
  }

  /** {@code stream-file} for StreamFileCommand: never the command's own text, which may hold what a caller chose. */
  static String name(AgiCommand command) {
    return command.getClass().getSimpleName().replaceAll("Command$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
