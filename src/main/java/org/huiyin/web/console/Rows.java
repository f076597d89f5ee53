package org.huiyin.web.console;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.huiyin.call.Call;
import org.huiyin.call.Call.End;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketState;
import org.huiyin.web.CallFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of the lists, ready to be read. Whole telephone numbers never get as far as a row. */
@Component
class Rows {
  /** @param tone teal, red, amber, green or empty; never the only sign: the chip has a word and may have an icon */
  record Chip(String text, String tone, String icon) {
  }

  /**
   * @param state changes whenever the row would read differently
   * @param length the running call's is counted on the page from {@code started}
   */
  record CallRow(String key, String state, String address, Moment started, String caller, boolean running, Chip stage, String choice,
      boolean urgent, boolean urgentChoice, String length, @Nullable String message, @Nullable String ticket, @Nullable Chip recording,
      String community) {
  }

  record TicketRow(String key, String state, String address, Moment opened, String sentence, String category, String caller,
      String callerName, String place, Chip chip, boolean urgent, String community) {
  }

  record RecordingRow(String key, String state, String address, Moment started, String length, String size, Chip chip, boolean salvaged,
      @Nullable String missing, @Nullable String until, String policy, @Nullable String problem, String community) {
  }

  private static final int LONGEST_SENTENCE = 90;
  /** Of versions before the categories had their own, the names stand in the messages. */
  private static final Pattern RULE = Pattern.compile("(?!(?:standard|urgent)-)(.+?)(-urgent)?-(\\d+)([ym])");

  private final Words words;

  Rows(Words words) {
    this.words = words;
  }

  CallRow call(CallFile file) {
    Call call = file.call();
    boolean running = call.end() == End.RUNNING;
    var zone = words.zone(call.community());
    var recording = file.recording().map(facts -> recordingChip(facts));
    var ticket = file.ticket().map(opened -> opened.number().toString());
    var message = file.message().map(left -> Words.length(left.length()));
    boolean urgent = file.ticket().filter(Rows::urgent).isPresent();
    var length = call.endedAt() == null ? "" : Words.length(Duration.between(call.startedAt(), call.endedAt()));
    var state = String.join("|", call.end().name(), call.stage(), call.choice(), String.valueOf(urgent), ticket.orElse(""),
        recording.map(Chip::text).orElse(""),
        message.orElse(""));
    return new CallRow(call.id().toString(), state, ticket.map(number -> "/tickets/" + number).orElse("/calls/" + call.id()),
        words.moment(call.startedAt(), zone), caller(call.caller()), running, stageChip(call), choice(call.choice()), urgent,
        call.choice().equals("urgent"), length,
        message.orElse(null), ticket.orElse(null), recording.orElse(null), words.community(call.community()));
  }

  TicketRow ticket(Ticket ticket) {
    return new TicketRow(ticket.number().toString(), String.valueOf(ticket.version()), "/tickets/" + ticket.number(),
        words.moment(ticket.openedAt(), words.zone(ticket.community())), sentence(ticket), words.say("category." + ticket.category()),
        caller(ticket.caller()), ticket.callerName(), ticket.place(), stateChip(ticket.state()), urgent(ticket),
        words.community(ticket.community()));
  }

  RecordingRow recording(RecordingFacts facts, Optional<Kept> kept) {
    var zone = words.zone(facts.community());
    boolean stored = facts.state() == RecordingState.STORED;
    return new RecordingRow(facts.id().toString(), facts.state() + "|" + facts.problem(), "/recordings/" + facts.id(),
        words.moment(facts.callStartedAt(), zone), stored ? Words.length(facts.length()) : "", stored ? Words.size(facts.bytes()) : "",
        recordingChip(facts), facts.salvaged(), missing(facts), kept.map(until -> words.day(until.until(), zone)).orElse(null),
        kept.map(until -> policy(until.policy())).orElse(""), facts.problem(), words.community(facts.community()));
  }

  /** The matter in one sentence. */
  String sentence(Ticket ticket) {
    var first = ticket.what().strip().lines().findFirst().orElse("");
    if (!first.isEmpty()) {
      return first.codePointCount(0, first.length()) <= LONGEST_SENTENCE
          ? first
          : first.substring(0, first.offsetByCodePoints(0, LONGEST_SENTENCE - 1)) + "…";
    }
    return words.say(ticket.state() == TicketState.MISSED ? "ticket.sentence.missed" : "ticket.sentence.unwritten",
        choice(ticket.choice()));
  }

  String choice(String choice) {
    return choice.isEmpty() ? words.say("choice.none") : words.sayOr("choice." + choice, choice);
  }

  String policy(String policy) {
    var rule = RULE.matcher(policy);
    if (!rule.matches()) {
      return words.sayOr("policy." + policy, policy);
    }
    var period = words.say(rule.group(4).equals("y") ? "policy.years" : "policy.months", Integer.valueOf(rule.group(3)));
    var special = words.sayOr("policy." + rule.group(1), "");
    return words.say("policy.rule", special.isEmpty() ? kind(rule.group(1), rule.group(2) != null) : special, period);
  }

  /** @param category such as {@code daily-life} */
  String kind(String category, boolean urgent) {
    var name = words.sayOr("category." + category.toUpperCase(Locale.ROOT).replace('-', '_'), category);
    return urgent ? words.say("policy.urgent", name) : name;
  }

  String caller(PhoneNumber number) {
    return number.known()
        ? number.masked()
        : words.say(number.presentation() == Presentation.WITHHELD ? "caller.withheld" : "caller.unknown");
  }

  @Nullable
  String missing(RecordingFacts facts) {
    return facts.missing().compareTo(Duration.ofSeconds(2)) < 0 ? null : Words.length(facts.missing());
  }

  Chip stageChip(Call call) {
    return switch (call.end()) {
      case RUNNING -> new Chip(words.sayOr("stage." + call.stage(), words.say("stage.running")), "green", "");
      case COMPLETED -> call.stage().startsWith("fallback")
          ? new Chip(words.say("call.end.fallback"), "amber", "urgent")
          : new Chip(words.say("call.end.completed"), "", "");
      case CUT_OFF -> new Chip(words.say("call.end.cut-off"), "amber", "urgent");
    };
  }

  Chip stateChip(TicketState state) {
    return switch (state) {
      case ACCEPTED -> new Chip(words.say("state.ACCEPTED"), "teal", "tickets");
      case MISSED -> new Chip(words.say("state.MISSED"), "amber", "missed");
      case ARCHIVED -> new Chip(words.say("state.ARCHIVED"), "green", "ok");
    };
  }

  Chip recordingChip(RecordingFacts facts) {
    return switch (facts.state()) {
      case SPOOLED -> facts.problem() == null
          ? new Chip(words.say("recording.state.SPOOLED"), "", "retention")
          : new Chip(words.say("recording.state.failing"), "red", "wrong");
      case STORED -> facts.salvaged()
          ? new Chip(words.say("recording.state.salvaged"), "amber", "salvaged")
          : new Chip(words.say("recording.state.STORED"), "green", "ok");
      case EMPTY -> new Chip(words.say("recording.state.EMPTY"), "amber", "wrong");
      case DESTROYING -> new Chip(words.say("recording.state.DESTROYING"), "", "destroyed");
      case DESTROYED -> new Chip(words.say("recording.state.DESTROYED"), "", "destroyed");
    };
  }

  private static boolean urgent(Ticket ticket) {
    return ticket.priority() == Priority.URGENT && ticket.state() != TicketState.ARCHIVED;
  }
}
