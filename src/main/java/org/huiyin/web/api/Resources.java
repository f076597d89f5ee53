package org.huiyin.web.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.huiyin.access.Permission;
import org.huiyin.call.Mark;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.retention.Retention.Tombstone;
import org.huiyin.ticket.Ticket;
import org.huiyin.web.CallFile;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the API shows of the house: flat, in lower case, times with the community's offset, numbers masked. */
@Component
class Resources {
  /**
   * A piece of a list.
   *
   * @param next what to give as {@code after} for the following piece; null at the end
   */
  record Page<T>(List<T> items, @Nullable String next) {
  }

  /** @param masked empty when there is none to show */
  record CallerResource(String masked, String presentation) {
  }

  /** @param from seconds from the recording's beginning */
  record MarkResource(String kind, String detail, double from, @Nullable Double to) {
  }

  /** @param audioUrl the recording's audio with the message's place in it as a media fragment (seconds) */
  record MessageResource(double seconds, String audioUrl) {
  }

  /**
   * @param seconds the length of the recorded audio; null until it is stored
   * @param callSeconds how long the call lasted; null while it runs
   */
  record CallResource(String callId, String sipCallId, String communityId, String dialled, CallerResource caller, OffsetDateTime startedAt,
      @Nullable OffsetDateTime endedAt, @Nullable Double callSeconds, String stage, String choice, String language, String noticeVersion,
      String menuVersion,
      String end, List<MarkResource> marks, @Nullable String ticket, @Nullable MessageResource message, @Nullable String recordingId,
      @Nullable String recordingState, @Nullable Double seconds, @Nullable String audioUrl, String consoleUrl) {
  }

  record EventResource(OffsetDateTime at, String actor, String kind, String text) {
  }

  record TicketResource(String number, String communityId, String callId, String state, String category, String priority, String choice,
      CallerResource caller, String callerName, String what, String place, String measures, String result, OffsetDateTime openedAt,
      @Nullable OffsetDateTime archivedAt, List<EventResource> timeline, long version, String consoleUrl) {
  }

  /**
   * @param missingSeconds how much shorter the audio is than the call
   * @param held whether anything keeps it beyond its period; null for who may not see retention
   * @param tombstone what remains of it when it is destroyed; in lists left out
   */
  record RecordingResource(String recordingId, String callId, String communityId, String state, OffsetDateTime callStartedAt,
      @Nullable Double seconds, double missingSeconds, boolean salvaged, String audioSha256, long bytes, @Nullable OffsetDateTime storedAt,
      @Nullable OffsetDateTime destroyedAt, @Nullable String problem, @Nullable String policy, @Nullable OffsetDateTime keptUntil,
      @Nullable OffsetDateTime purgeAt, @Nullable Boolean held, @Nullable String audioUrl, String consoleUrl,
      @Nullable TombstoneResource tombstone) {
  }

  /**
   * @param purgeAt for when the destruction is scheduled; nobody hears it meanwhile
   * @param cause why it is or will be destroyed: period, policy, hold, long_keep, decision or request
   * @param keptBy hold, long_keep or open_ticket; null when only its period keeps it
   */
  record KeptResource(String recordingId, String callId, String communityId, OffsetDateTime callStartedAt, String policy,
      OffsetDateTime keptUntil, @Nullable OffsetDateTime purgeAt, String cause, boolean held, @Nullable String keptBy,
      @Nullable String failure) {
  }

  /** @param cause period, policy, hold, long_keep, decision or request; empty where that was not noted yet */
  record TombstoneResource(String recordingId, String communityId, OffsetDateTime callStartedAt, String policy,
      @Nullable Integer policyVersion, String cause, String audioSha256, OffsetDateTime destroyedAt, String certificateUrl) {
  }

  private final Directory directory;

  Resources(Directory directory) {
    this.directory = directory;
  }

  CallResource call(CallFile file) {
    var call = file.call();
    var zone = zone(call.community());
    var recording = file.recording();
    var ticket = file.ticket().map(opened -> opened.number().toString());
    return new CallResource(call.id().toString(), call.sipCallId(), call.community().toString(), call.dialled(), caller(call.caller()),
        at(call.startedAt(), zone), call.endedAt() == null ? null : at(call.endedAt(), zone),
        call.endedAt() == null ? null : seconds(Duration.between(call.startedAt(), call.endedAt())), call.stage(), call.choice(),
        call.language(), call.notice(), call.menu(), lower(call.end()), call.marks().stream().map(Resources::mark).toList(),
        ticket.orElse(null),
        message(file), recording.map(facts -> facts.id().toString()).orElse(null),
        recording.map(facts -> lower(facts.state())).orElse(null),
        recording.map(Resources::length).orElse(null), file.audible() ? audioUrl(recording.orElseThrow()) : null,
        ticket.map(number -> "/tickets/" + number).orElse("/calls/" + call.id()));
  }

  TicketResource ticket(Ticket ticket) {
    var zone = zone(ticket.community());
    return new TicketResource(ticket.number().toString(), ticket.community().toString(), ticket.call().toString(), lower(ticket.state()),
        lower(ticket.category()), lower(ticket.priority()), ticket.choice(), caller(ticket.caller()), ticket.callerName(), ticket.what(),
        ticket.place(), ticket.measures(), ticket.result(), at(ticket.openedAt(), zone),
        ticket.archivedAt() == null ? null : at(ticket.archivedAt(), zone),
        ticket.timeline().stream().map(event -> new EventResource(at(event.at(), zone), event.actor(), event.kind(), event.text()))
            .toList(),
        ticket.version(), "/tickets/" + ticket.number());
  }

  RecordingResource recording(Viewer viewer, RecordingFacts facts, Optional<Kept> kept, Optional<Tombstone> stone) {
    var zone = zone(facts.community());
    return new RecordingResource(facts.id().toString(), facts.call().toString(), facts.community().toString(), lower(facts.state()),
        at(facts.callStartedAt(), zone), length(facts), seconds(facts.missing()), facts.salvaged(), facts.audioHash(), facts.bytes(),
        facts.storedAt() == null ? null : at(facts.storedAt(), zone), facts.destroyedAt() == null ? null : at(facts.destroyedAt(), zone),
        facts.problem(), kept.map(Kept::policy).orElse(null), kept.map(until -> at(until.until(), zone)).orElse(null),
        kept.map(Kept::purgeAt).map(moment -> at(moment, zone)).orElse(null),
        viewer.may(Permission.SEE_RETENTION) ? kept.filter(Kept::held).isPresent() : null,
        facts.state() == RecordingState.STORED ? audioUrl(facts) : null, "/recordings/" + facts.id(),
        stone.map(this::tombstone).orElse(null));
  }

  KeptResource kept(Kept kept) {
    var zone = zone(kept.community());
    return new KeptResource(kept.recording().toString(), kept.call().toString(), kept.community().toString(),
        at(kept.callStartedAt(), zone), kept.policy(),
        at(kept.until(), zone), kept.purgeAt() == null ? null : at(kept.purgeAt(), zone), kept.cause().toLowerCase(Locale.ROOT),
        kept.held(),
        kept.keptBy() == null ? null : lower(kept.keptBy()), kept.failure());
  }

  TombstoneResource tombstone(Tombstone stone) {
    var zone = zone(stone.community());
    return new TombstoneResource(stone.recording().toString(), stone.community().toString(), at(stone.callStartedAt(), zone),
        stone.policy(), stone.policyVersion(), stone.cause().toLowerCase(Locale.ROOT), stone.audioHash(), at(stone.destroyedAt(), zone),
        certificateUrl(stone.recording()));
  }

  static String certificateUrl(RecordingId recording) {
    return "/api/v1/retention/certificates/" + recording;
  }

  static CallerResource caller(PhoneNumber number) {
    return new CallerResource(number.masked(), lower(number.presentation()));
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static OffsetDateTime at(Instant instant, ZoneId zone) {
    return instant.atZone(zone).toOffsetDateTime();
  }

  ZoneId zone(CommunityId community) {
    return directory.community(community).map(Community::zone).orElse(ZoneId.systemDefault());
  }

  static String audioUrl(RecordingFacts facts) {
    return "/api/v1/recordings/" + facts.id() + "/audio";
  }

  private static @Nullable MessageResource message(CallFile file) {
    if (!file.audible()) {
      return null;
    }
    return file.message()
        .map(message -> new MessageResource(seconds(message.length()),
            audioUrl(file.recording().orElseThrow()) + "#t=" + number(message.from()) + "," + number(message.to())))
        .orElse(null);
  }

  private static MarkResource mark(Mark mark) {
    return new MarkResource(mark.kind(), mark.detail(), seconds(mark.from()), mark.to() == null ? null : seconds(mark.to()));
  }

  private static @Nullable Double length(RecordingFacts facts) {
    return facts.storedAt() == null ? null : seconds(facts.length());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String number(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
