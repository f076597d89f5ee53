package org.huiyin.web.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.huiyin.call.Call;
import org.huiyin.call.Mark;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.ticket.Ticket;
import org.huiyin.web.CallFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One line of everything that happened: the call with its keys and message, its audio, and what people did with the ticket. */
@Component
class Timeline {
  /**
   * @param text what a person wrote; null where nobody wrote anything
   * @param seek where it is in the recording, in seconds; null when it cannot be heard
   */
  record Step(Instant at, Moment moment, String icon, String tone, String title, @Nullable String text, @Nullable String by,
      @Nullable Double seek) {
  }

  private final Words words;
  private final Rows rows;

  Timeline(Words words, Rows rows) {
    this.words = words;
    this.rows = rows;
  }

  List<Step> of(CallFile file) {
    var steps = new ArrayList<Step>();
    call(file, steps);
    file.recording().ifPresent(facts -> audio(file.call(), facts, steps));
    file.ticket().ifPresent(ticket -> ticket(ticket, steps));
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  private void call(CallFile file, List<Step> steps) {
    var call = file.call();
    add(steps, call, call.startedAt(), "calls", "teal", words.say("step.call", rows.caller(call.caller()), call.dialled()), null);
    if (!call.menu().isEmpty()) {
      add(steps, call, call.startedAt(), "calls", "", words.say("step.menu", call.menu()), null);
    }
    for (Mark mark : call.marks()) {
      mark(file, mark, steps);
    }
    if (call.endedAt() != null) {
      var length = Words.length(Duration.between(call.startedAt(), call.endedAt()));
      var how = switch (call.end()) {
        case CUT_OFF -> words.say("step.cut-off", length);
        default -> words.say(call.stage().startsWith("fallback") ? "step.ended-in-fallback" : "step.ended", length);
      };
      add(steps, call, call.endedAt(), "end", call.end() == Call.End.CUT_OFF ? "amber" : "", how, null);
    }
  }

  private void mark(CallFile file, Mark mark, List<Step> steps) {
    var call = file.call();
    var at = call.startedAt().plus(mark.from());
    var seek = file.audible() ? mark.from().toMillis() / 1000.0 : null;
    switch (mark.kind()) {
      case "notice" -> add(steps, call, at, "notice", "",
          call.notice().isEmpty() ? words.say("step.notice") : words.say("step.notice.version", call.notice()), seek);
      case "key" -> add(steps, call, at, "key", "", words.say("step.key", mark.detail()), seek);
      case "message" -> {
        var length = Optional.ofNullable(mark.to()).map(to -> Words.length(to.minus(mark.from())));
        add(steps, call, at, "message", "teal", length.map(text -> words.say("step.message", text)).orElse(words.say("step.message.open")),
            seek);
      }
      case "replaced" -> add(steps, call, at, "message", "",
          words.say("step.replaced", Words.length(Objects.requireNonNullElse(mark.to(), mark.from()).minus(mark.from()))), seek);
      default -> {
        // Prompts are heard in the recording; as steps they would only hide the keys.
      }
    }
  }

  private void audio(Call call, RecordingFacts facts, List<Step> steps) {
    if (facts.storedAt() != null) {
      add(steps, call, facts.storedAt(), facts.salvaged() ? "salvaged" : "recordings", facts.salvaged() ? "amber" : "green",
          words.say(facts.salvaged() ? "step.salvaged" : "step.stored", Words.length(facts.length())), null);
    }
    if (facts.destroyedAt() != null) {
      add(steps, call, facts.destroyedAt(), "destroyed", "", words.say("step.destroyed"), null);
    }
  }

  private void ticket(Ticket ticket, List<Step> steps) {
    var zone = words.zone(ticket.community());
    for (var event : ticket.timeline()) {
      var moment = words.moment(event.at(), zone);
      var by = words.person(event.actor());
      steps.add(switch (event.kind()) {
        case "opened" -> new Step(event.at(), moment, "tickets", "teal",
            words.say("step.opened", ticket.number(), rows.choice(ticket.choice())), null, by, null);
        case "note" -> new Step(event.at(), moment, "note", "", words.say("step.note"), event.text(), by, null);
        case "corrected" -> new Step(event.at(), moment, "note", "", words.say("step.corrected", fields(event.text())), null, by, null);
        case "state" -> new Step(event.at(), moment, "archive", "green", words.say("step.state", states(event.text())), null, by, null);
        default -> new Step(event.at(), moment, "note", "", event.text(), null, by, null);
      });
    }
  }

  private String fields(String names) {
    return Arrays.stream(names.split(",")).map(name -> words.sayOr("field." + name.strip(), name))
        .collect(Collectors.joining(words.say("comma")));
  }

  /** The names of states within the text, in the reader's language. */
  private String states(String text) {
    var said = text;
    for (var state : org.huiyin.ticket.TicketState.values()) {
      said = said.replace(state.name(), words.say("state." + state));
    }
    return said;
  }

  private void add(List<Step> steps, Call call, Instant at, String icon, String tone, String title, @Nullable Double seek) {
    steps.add(new Step(at, words.moment(at, words.zone(call.community())), icon, tone, title, null, null, seek));
  }
}
