package org.huiyin.resident;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many residents who call one hotline at a steady rate, each with a script of their own. */
public final class Crowd {
  private Crowd() {
  }

  /** Places the calls, so many a second, and returns when the last is over; outcomes are in the order of the calls. */
  public static List<Outcome> place(List<PlannedCall> calls, double perSecond) {
    if (calls.isEmpty()) {
      return List.of();
    }
    Resident first = calls.getFirst().resident();
    if (calls.size() > 1
        && calls.stream().map(PlannedCall::resident).anyMatch(r -> !r.plainNumber() || !r.hotline().equals(first.hotline()))) {
      throw new IllegalArgumentException("a crowd calls one hotline, and its residents differ by number and script only");
    }
    List<Line> lines = new ArrayList<>();
    try {
      InetAddress local = Sipp.localAddress(first.hotline());
      List<String> rows = new ArrayList<>();
      for (PlannedCall call : calls) {
        Line line = new Line(local);
        lines.add(line);
        rows.add(Scenario.row(line.port(), calls.size() > 1 ? call.resident().from() : "", call.number()));
      }
      String scenario = Scenario.of(calls.size() > 1 ? Scenario.FROM_ROW : first.from(), first.headers());
      try (Sipp sipp = new Sipp(first.hotline(), scenario, rows, perSecond)) {
        return hold(calls, lines, sipp, Duration.ofMillis((long) (calls.size() * 1000 / perSecond)));
      }
    } catch (IOException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return calls.stream().<Outcome>map(_ -> new Outcome.Failed("", message)).toList();
    } finally {
      lines.forEach(Line::close);
    }
  }

  private static List<Outcome> hold(List<PlannedCall> calls, List<Line> lines, Sipp sipp, Duration latest) {
    try (ExecutorService residents = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Outcome>> talks = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        Line line = lines.get(i);
        Conversation conversation = new Conversation(calls.get(i), line, sipp, sipp.dialogues().get(i));
        talks.add(() -> {
          try (line) {
            return conversation.hold(latest);
          }
        });
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> talk : residents.invokeAll(talks)) {
        outcomes.add(talk.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the calls were interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a resident's script failed", e.getCause());
    }
  }
}
