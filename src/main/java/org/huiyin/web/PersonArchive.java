package org.huiyin.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.huiyin.access.Replay.Decision.Granted;
import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.PersonRequest;
import org.huiyin.retention.PersonRequests;
import org.huiyin.retention.PersonRequests.Fate;
import org.huiyin.retention.PersonRequests.Item;
import org.huiyin.ticket.Ticket;
import org.springframework.stereotype.Component;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything about one person as one ZIP, written while it is read: {@code facts.json} (UTF-8), and the audio that can be heard as Ogg Opus. That it is handed
 * over is in the audit before the first byte, and so is each recording before its own.
 */
@Component
public class PersonArchive {
  private final PersonRequests requests;
  private final Recordings recordings;
  private final CallLedger calls;
  private final Listening listening;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  PersonArchive(PersonRequests requests, Recordings recordings, CallLedger calls, Listening listening, Clock clock) {
    this.requests = requests;
    this.recordings = recordings;
    this.calls = calls;
    this.listening = listening;
    this.clock = clock;
  }

  /**
   * @return what will be written; nothing is yet, but the audit says that it is handed over
   * @throws IllegalStateException when the request has forgotten the number
   */
  public Prepared prepare(Viewer viewer, PersonRequest request) {
    if (request.number() == null) {
      throw new IllegalStateException("this request is answered and has forgotten the number: take in a new one");
    }
    var items = requests.about(request);
    long audible = items.stream().filter(this::audible).count();
    requests.handedOver(viewer.actor(), request.id(), (int) audible);
    return new Prepared(viewer, request, items);
  }

  /** What is to be written, of one moment. */
  public record Prepared(Viewer viewer, PersonRequest request, List<Item> items) {
  }

  public void write(Prepared prepared, OutputStream out) throws IOException {
    try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      var heard = new ArrayList<RecordingId>();
      for (var item : prepared.items()) {
        if (audible(item) && listening.handOver(prepared.viewer(), Objects.requireNonNull(item.recording())) instanceof Granted granted) {
          zip.putNextEntry(new ZipEntry(name(item)));
          var audio = recordings.open(item.recording(), granted.grant());
          try (var channel = audio.channel()) {
            Channels.newInputStream(channel).transferTo(zip);
          }
          zip.closeEntry();
          heard.add(item.recording());
        }
      }
      zip.putNextEntry(new ZipEntry("facts.json"));
      zip.write(json.writeValueAsBytes(facts(prepared, heard)));
      zip.closeEntry();
    }
  }

  private boolean audible(Item item) {
    return item.recording() != null && item.fate() != Fate.SCHEDULED && item.fate() != Fate.GONE
        && recordings.find(item.recording()).filter(facts -> facts.state() == RecordingState.STORED).isPresent();
  }

  private static String name(Item item) {
    return "audio/" + item.startedAt().toString().replaceAll("[^0-9TZ]", "") + "-" + item.recording() + ".ogg";
  }

  private Map<String, Object> facts(Prepared prepared, List<RecordingId> heard) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("request", prepared.request().id().toString());
    facts.put("number", Objects.requireNonNull(prepared.request().number()).raw());
    facts.put("at", clock.instant().toString());
    facts.put("calls", prepared.items().stream().map(item -> of(item, heard.contains(item.recording()))).toList());
    return facts;
  }

  private Map<String, Object> of(Item item, boolean heard) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("call", item.call().toString());
    facts.put("startedAt", item.startedAt().toString());
    calls.find(item.call()).ifPresent(call -> facts.putAll(of(call)));
    facts.put("choice", item.choice());
    facts.put("kept", item.fate().name().toLowerCase(Locale.ROOT));
    facts.put("policy", item.policy());
    put(facts, "until", item.until());
    if (item.recording() != null) {
      facts.put("recording", item.recording().toString());
      facts.put("audio", heard ? name(item) : "");
    }
    if (item.ticket() != null) {
      facts.put("ticket", of(item.ticket()));
    }
    return facts;
  }

  private static Map<String, Object> of(Call call) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("dialled", call.dialled());
    put(facts, "endedAt", call.endedAt());
    facts.put("language", call.language());
    facts.put("notice", call.notice());
    return facts;
  }

  /** Who of the staff did what is not the person's own data. */
  private static Map<String, Object> of(Ticket ticket) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("number", ticket.number().toString());
    facts.put("state", ticket.state().name().toLowerCase(Locale.ROOT));
    facts.put("category", ticket.category().name().toLowerCase(Locale.ROOT));
    facts.put("priority", ticket.priority().name().toLowerCase(Locale.ROOT));
    facts.put("callerName", ticket.callerName());
    facts.put("what", ticket.what());
    facts.put("place", ticket.place());
    facts.put("measures", ticket.measures());
    facts.put("result", ticket.result());
    facts.put("events", ticket.timeline().stream()
        .map(event -> Map.of("at", event.at().toString(), "kind", event.kind(), "text", event.text())).toList());
    return facts;
  }

  private static void put(Map<String, Object> facts, String name, @org.jspecify.annotations.Nullable Instant moment) {
    if (moment != null) {
      facts.put(name, moment.toString());
    }
  }
}
