package org.huiyin.telephony;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.asteriskjava.manager.EventTimeoutException;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.CoreStatusAction;
import org.asteriskjava.manager.action.StatusAction;
import org.asteriskjava.manager.event.StatusEvent;
import org.asteriskjava.manager.response.CoreStatusResponse;
import org.huiyin.call.LiveChannels;
import org.huiyin.foundation.CallId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the running Asterisk which calls have a channel. */
final class AsteriskChannels implements LiveChannels {
  private static final Logger log = LoggerFactory.getLogger(AsteriskChannels.class);
  /** The channel variable that holds a call's id; the dialplan sets it before it writes anything down. */
  private static final String CALL = "HY_CALL";

  /** The sweep asks for each running call in turn: one answer does for them all. Nobody takes a call for cut off within ten seconds of its last sound. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Supplier<@Nullable ManagerLine> manager;
  private @Nullable Answer last;

  AsteriskChannels(Supplier<@Nullable ManagerLine> manager) {
    this.manager = manager;
  }

  private record Answer(ManagerLine from, long at, Set<String> calls) {
  }

  @Override
  public Optional<Boolean> isLive(CallId call) {
    return calls().map(live -> live.contains(call.toString()));
  }

  @Override
  public Optional<Instant> startedAt() {
    var line = manager.get();
    if (line == null) {
      return Optional.empty();
    }
    try {
      var status = line.ask(new CoreStatusAction(), CoreStatusResponse.class);
      var local = LocalDateTime.parse(status.getCoreStartupDate() + "T" + status.getCoreStartupTime());
      // Both run on this machine and in its time zone; Asterisk gives no other form.
      return Optional.of(local.atZone(ZoneId.systemDefault()).toInstant());
    } catch (IOException | TimeoutException | DateTimeParseException | IllegalStateException e) {
      log.warn("Asterisk did not say when it was started; no call is taken for cut off", e);
      return Optional.empty();
    }
  }

  private synchronized Optional<Set<String>> calls() {
    var line = manager.get();
    if (line == null) {
      return Optional.empty();
    }
    var known = last;
    if (known == null || known.from() != line || System.nanoTime() - known.at() > FRESH.toNanos()) {
      long asked = System.nanoTime();
      known = ask(line).map(calls -> new Answer(line, asked, calls)).orElse(null);
      last = known;
    }
    return Optional.ofNullable(known).map(Answer::calls);
  }

  private static Optional<Set<String>> ask(ManagerLine line) {
    try {
      var question = new StatusAction();
      question.setVariables(CALL);
      return Optional.of(line.list(question).stream().filter(StatusEvent.class::isInstance).map(StatusEvent.class::cast)
          .map(AsteriskChannels::callOf).flatMap(Optional::stream).collect(Collectors.toSet()));
    } catch (IOException | EventTimeoutException | IllegalStateException e) {
      log.warn("Asterisk did not say which calls are live; no call is taken for cut off", e);
      return Optional.empty();
    }
  }

  private static Optional<String> callOf(StatusEvent channel) {
    var variables = channel.getVariables();
    return variables == null ? Optional.empty() : Optional.ofNullable(variables.get(CALL));
  }
}
