package org.huiyin.web.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Hold;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention.Kept;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What will be destroyed, and what is kept although its period is over, ready to be read. */
@Component
class KeptRows {
  /**
   * @param until when its period ends
   * @param purge for when its destruction is scheduled; null while it is not
   * @param reason why it will be destroyed, or what keeps it
   */
  record Row(String id, Moment call, String policy, Moment until, @Nullable Moment purge, String reason, @Nullable String failure,
      String community) {
  }

  private final Holds holds;
  private final LongKeeps longKeeps;
  private final Subjects subjects;
  private final Rows rows;
  private final Words words;

  KeptRows(Holds holds, LongKeeps longKeeps, Subjects subjects, Rows rows, Words words) {
    this.holds = holds;
    this.longKeeps = longKeeps;
    this.subjects = subjects;
    this.rows = rows;
    this.words = words;
  }

  List<Row> due(List<Kept> list) {
    return list.stream().map(kept -> row(kept, words.sayOr("cause." + kept.cause(), kept.cause()))).toList();
  }

  List<Row> held(List<Kept> list) {
    Map<RecordingId, List<Hold>> covering = holds.covering(list.stream().map(Kept::recording).toList());
    return list.stream().map(kept -> row(kept, keeps(kept, covering.getOrDefault(kept.recording(), List.of())))).toList();
  }

  private String keeps(Kept kept, List<Hold> covering) {
    return switch (kept.keptBy()) {
      case HOLD -> covering.stream().map(this::reason).collect(Collectors.joining(words.say("comma")));
      case LONG_KEEP -> longKeeps.covering(kept.recording()).stream().map(keep -> words.say("preview.held-by", words.say("subject.keep"),
          keep.reason())).collect(Collectors.joining(words.say("comma")));
      case OPEN_TICKET -> words.say("preview.open-ticket");
      case null -> "";
    };
  }

  private String reason(Hold hold) {
    var subject = hold.kind().name().toLowerCase(java.util.Locale.ROOT) + ":" + hold.subject();
    return words.say("preview.held-by", hold.kind() == Hold.Kind.RECORDING ? words.say("hold.held") : subjects.text(subject),
        hold.reason());
  }

  private Row row(Kept kept, String reason) {
    var zone = words.zone(kept.community());
    return new Row(kept.recording().toString(), words.moment(kept.callStartedAt(), zone), rows.policy(kept.policy()),
        words.moment(kept.until(), zone), kept.purgeAt() == null ? null : words.moment(kept.purgeAt(), zone), reason, kept.failure(),
        words.community(kept.community()));
  }
}
