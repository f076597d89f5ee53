package org.huiyin.bench;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.huiyin.resident.Crowd;
import org.huiyin.resident.Outcome;
import org.huiyin.support.TestHotline;

/** Residents call, something breaks meanwhile, and then each of their calls is looked for in the books. */
public final class Trial {
  private static final double PER_SECOND = 10;
  /** What is not there by then is lost. */
  static final Duration TO_BE_THERE = Duration.ofMinutes(5);
  /** What was promised; a machine with more work than it can do is later, and the report says so. */
  private static final Duration PROMISED = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Books books;
  private final OffsetDateTime since = Clock.systemUTC().instant().atOffset(ZoneOffset.UTC).minusSeconds(1);
  private final List<Caller> callers = new ArrayList<>();
  private final List<CompletableFuture<Void>> talking = new ArrayList<>();
  private final List<Long> deaths = new ArrayList<>();
  private long brokenAt = System.nanoTime();

  Trial(TestHotline hotline) {
    this.books = new Books(hotline);
  }

  /** Some more residents begin to dial. */
  void dial(List<Caller> more) {
    dial(more, PER_SECOND);
  }

  void dial(List<Caller> more, double perSecond) {
    callers.addAll(more);
    talking.add(CompletableFuture.runAsync(() -> {
      List<Outcome> outcomes = Crowd.place(more.stream().map(Caller::plan).toList(), perSecond);
      for (int i = 0; i < more.size(); i++) {
        more.get(i).hadThis(outcomes.get(i));
      }
    }, task -> Thread.ofPlatform().daemon().start(task)));
  }

  /** Waits a while; the calls go on. */
  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /** From now on it is counted how long it takes until a call that is over is in the books. */
  void breaksNow() {
    brokenAt = System.nanoTime();
  }

  Duration sinceItBroke() {
    return Duration.ofNanos(System.nanoTime() - brokenAt);
  }

  /** Asterisk dies now, and with it every call that it has. */
  void asteriskDiesNow() {
    breaksNow();
    deaths.add(brokenAt);
  }

  /**
   * Waits for the residents and then for the books.
   *
   * @param limit what is not in the books so long after the last call's end, and after this method was called, is lost
   * @param everyCallHasToBeAnswered whether who was not answered counts as lost
   */
  Result settle(Duration limit, boolean everyCallHasToBeAnswered) {
    long repairedAt = System.nanoTime();
    talking.forEach(CompletableFuture::join);
    List<String> findings = new ArrayList<>();
    int lost = 0;
    List<Caller> answered = callers.stream().filter(Caller::answered).toList();
    for (Caller caller : callers) {
      if (!caller.answered()) {
        lost += everyCallHasToBeAnswered ? 1 : 0;
        findings.add("not answered: " + caller.outcome());
      } else if (caller.outcome().sipCallId().isEmpty()) {
        throw new IllegalStateException("an answered call without a SIP Call-ID");
      }
    }
    long lastEnd = answered.stream().mapToLong(caller -> caller.endedAt(deaths)).filter(end -> end != Long.MAX_VALUE).max()
        .orElse(repairedAt);
    Waited waited = await(answered, Math.max(repairedAt, lastEnd) + limit.toNanos());
    if (waited.worst().compareTo(PROMISED) > 0) {
      findings.add("later than " + PROMISED.toSeconds() + " s: the slowest call took " + waited.worst().toSeconds() + " s into the books");
    }
    int salvaged = 0;
    int doubled = 0;
    for (Caller caller : answered) {
      Books.Entry entry = waited.entries().get(caller.outcome().sipCallId());
      if (entry == null || !entry.whole()) {
        lost++;
        findings.add("lost after " + limit.toSeconds() + " s: " + caller.outcome().sipCallId() + ": "
            + (entry == null ? "the books cannot be read" : entry.id() + " " + entry.lacks()));
        continue;
      }
      if (entry.doubled()) {
        doubled++;
        findings.add("doubled: " + entry.id() + ": " + entry.lacks());
      }
      Books.Judgement judgement = books.judge(entry, caller, deaths);
      if (!judgement.wrong().isEmpty()) {
        lost++;
        findings.add("not whole: " + entry.id() + ": " + String.join("; ", judgement.wrong()));
      }
      judgement.thin().forEach(gaps -> findings.add("gaps in " + entry.id() + ": " + gaps));
      salvaged += entry.recordings().getFirst().get("salvaged").asBoolean() ? 1 : 0;
    }
    Strangers strangers = strangers(waited.entries());
    findings.addAll(strangers.findings());
    for (String orphan : waited.orphans()) {
      lost++;
      findings.add("left in the spool: " + orphan);
    }
    return new Result(1, answered.size(), lost, salvaged, doubled + strangers.count(), waited.worst(), findings);
  }

  private record Strangers(int count, List<String> findings) {
  }

  /** Rows that no resident knows of. One whose call broke before the answer came through is explained; any other is one too many. */
  private Strangers strangers(Map<String, Books.Entry> entries) {
    Books.Entry others = entries.get("");
    if (others == null || others.calls().isEmpty()) {
      return new Strangers(0, List.of());
    }
    Set<String> unanswered = new HashSet<>();
    callers.stream().filter(caller -> !caller.answered()).forEach(caller -> unanswered.add(caller.outcome().sipCallId()));
    List<String> unknown = others.calls().stream().filter(call -> !unanswered.contains(call.get("sipCallId").asString()))
        .map(call -> "a row that no resident knows of: " + call.get("callId").asString()).toList();
    return new Strangers(unknown.size(), unknown);
  }

  /** @param worst how long the slowest call took into the books, from its end or from the break, whichever was later */
  private record Waited(Map<String, Books.Entry> entries, List<String> orphans, Duration worst) {
  }

  private Waited await(List<Caller> answered, long deadline) {
    Set<Caller> open = new HashSet<>(answered);
    Map<String, Books.Entry> entries = Map.of();
    List<String> orphans = List.of();
    long worst = 0;
    do {
      try {
        entries = books.read(answered.stream().map(caller -> caller.outcome().sipCallId()).toList(), since);
        long now = System.nanoTime();
        for (Caller caller : List.copyOf(open)) {
          Books.Entry entry = entries.get(caller.outcome().sipCallId());
          if (entry != null && entry.whole()) {
            open.remove(caller);
            long end = caller.endedAt(deaths);
            worst = Math.max(worst, now - Math.max(brokenAt, end == Long.MAX_VALUE ? brokenAt : end));
          }
        }
        orphans = books.orphans();
        if (open.isEmpty() && orphans.isEmpty()) {
          break;
        }
      } catch (AssertionError | UncheckedIOException notYet) {
        // The service is on its way up, or its database is.
      }
      pass(LOOK_EVERY);
    } while (System.nanoTime() < deadline);
    return new Waited(entries, orphans, Duration.ofNanos(worst));
  }

  /** What the whole installation says of itself, once all trials are over. */
  static List<String> verify(TestHotline hotline) {
    return new Books(hotline).findings();
  }
}
