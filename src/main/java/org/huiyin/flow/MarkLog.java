package org.huiyin.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.call.Mark;
import org.huiyin.telephony.CallSession;
import org.jspecify.annotations.Nullable;

/** The marks of a running call, in the text form in which the channel carries them: {@code kind@fromMs-toMs;...}. */
final class MarkLog {
  /** What the channel takes is a little more. */
  private static final int LONGEST = 1800;

  private final List<Mark> marks = new ArrayList<>();

  void open(String kind, String detail, Duration at) {
    marks.add(new Mark(kind, detail, at, null));
  }

  void close(Duration at) {
    var open = marks.removeLast();
    marks.add(new Mark(open.kind(), open.detail(), open.from(), at));
  }

  void key(char digit, Duration at) {
    marks.add(new Mark("key", String.valueOf(digit), at, at));
  }

  /** The open message, now that its place is known; nothing stays of one in which nothing was said. */
  void settleMessage(@Nullable Duration from, @Nullable Duration to) {
    marks.removeLast();
    if (from != null && to != null) {
      marks.add(new Mark("message", "", from, to));
    }
  }

  /** What was said in messages so far is said anew: the recording keeps it, and its marks say so. */
  void replaceMessages() {
    marks.replaceAll(mark -> spoken(mark) ? new Mark("replaced", mark.detail(), mark.from(), mark.to()) : mark);
  }

  /** The message as it counts now, in its pieces. */
  List<CallSession.Piece> message() {
    var pieces = new ArrayList<CallSession.Piece>();
    for (Mark mark : marks) {
      var to = mark.to();
      if (to != null && spoken(mark)) {
        pieces.add(new CallSession.Piece(mark.from(), to));
      }
    }
    return pieces;
  }

  private static boolean spoken(Mark mark) {
    return mark.kind().equals("message") && mark.to() != null;
  }

  /** Prompts give way first, the oldest before the others: the notice and what the caller did have to stay. */
  String text() {
    var kept = new ArrayList<>(marks);
    while (length(kept) > LONGEST && kept.removeIf(oldestPrompt(kept)::equals)) {
      // one less
    }
    return kept.stream().map(MarkLog::text).collect(Collectors.joining(";"));
  }

  private static Mark oldestPrompt(List<Mark> marks) {
    return marks.stream().filter(mark -> mark.kind().equals("prompt")).findFirst().orElse(marks.getFirst());
  }

  private static int length(List<Mark> marks) {
    return marks.stream().mapToInt(mark -> text(mark).length() + 1).sum();
  }

  private static String text(Mark mark) {
    var to = mark.to();
    return mark.kind() + mark.detail() + "@" + mark.from().toMillis() + "-" + (to == null ? "" : to.toMillis());
  }
}
