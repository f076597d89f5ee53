package org.huiyin.web.console;

import java.util.ArrayList;
import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.call.Mark;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.web.CallFile;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the player of one recording shows before a byte of it is heard.
 *
 * @param state of the recording, {@code SCHEDULED} while its destruction is, or {@code NONE} while there is none
 * @param marks JSON: kind, detail, label, from, to in seconds
 */
record PlayerView(String state, @Nullable String id, double seconds, String length, String size, Moment begun, String zone, String marks,
    @Nullable Double messageFrom, boolean salvaged, @Nullable String missing, @Nullable String problem, boolean mayReplay,
    boolean mayDownload, String listener, @Nullable String until, @Nullable String policy) {
  public String audio() {
    return "/api/v1/recordings/" + id + "/audio";
  }

  public String peaks() {
    return "/api/v1/recordings/" + id + "/peaks";
  }

  /** A mark with its name, as the browser draws it. */
  record Label(String kind, String detail, String label, double from, @Nullable Double to) {
  }

  @Component
  static class Maker {
    private final Words words;
    private final Rows rows;
    private final JsonMapper json;

    Maker(Words words, Rows rows, JsonMapper json) {
      this.words = words;
      this.rows = rows;
      this.json = json;
    }

    PlayerView of(CallFile file, Viewer viewer) {
      var call = file.call();
      var zone = words.zone(call.community());
      RecordingFacts facts = file.recording().orElse(null);
      boolean closed = file.kept().filter(kept -> kept.purgeAt() != null).isPresent();
      return new PlayerView(facts == null ? "NONE" : closed && facts.state() == RecordingState.STORED ? "SCHEDULED" : facts.state().name(),
          facts == null ? null : facts.id().toString(),
          facts == null ? 0 : facts.length().toMillis() / 1000.0, facts == null ? "" : Words.length(facts.length()),
          facts == null ? "" : Words.size(facts.bytes()), words.moment(call.startedAt(), zone), zone.getId(),
          json.writeValueAsString(labels(call.marks())),
          file.audible() ? file.message().map(message -> message.from().toMillis() / 1000.0).orElse(null) : null,
          facts != null && facts.salvaged(), facts == null ? null : rows.missing(facts), facts == null ? null : facts.problem(),
          viewer.may(Permission.REPLAY) && facts != null && facts.state() == RecordingState.STORED && !closed,
          viewer.may(Permission.DOWNLOAD),
          viewer.staff().isPresent() ? viewer.displayName() : words.say("actor.local-admin"),
          file.kept().map(kept -> words.day(kept.until(), zone)).orElse(null),
          file.kept().map(kept -> rows.policy(kept.policy())).orElse(null));
    }

    private List<Label> labels(List<Mark> marks) {
      var labels = new ArrayList<Label>();
      for (Mark mark : marks) {
        var label = switch (mark.kind()) {
          case "key" -> mark.detail();
          case "notice", "message", "replaced" -> words.say("mark." + mark.kind());
          default -> "";
        };
        labels.add(new Label(mark.kind(), mark.detail(), label, mark.from().toMillis() / 1000.0,
            mark.to() == null ? null : mark.to().toMillis() / 1000.0));
      }
      return labels;
    }
  }
}
