package org.huiyin.web.console;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.huiyin.call.CallEnded;
import org.huiyin.call.CallProgressed;
import org.huiyin.call.CallStarted;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.recording.RecordingStored;
import org.huiyin.ticket.TicketChanged;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.AccessChanged;
import org.huiyin.web.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages what kind of thing changed, and nothing more: the page reads itself again with the viewer's own rights. A page that missed
 * something (a broken line, another node of the installation) reads itself again by itself.
 */
@Controller
class LivePages {
  private static final Logger log = LoggerFactory.getLogger(LivePages.class);
  /** A stream ends with this and the browser opens another, so that a lost role does not stream on. */
  private static final Duration LONGEST = Duration.ofMinutes(20);
  private static final String EVERYTHING = "all";
  private static final int MOST = 1000;
  private static final int MOST_OF_ONE_PERSON = 20;

  private record Open(long number, SseEmitter stream, String person, Set<CommunityId> communities) {
  }

  private final LiveChanges changes;
  private final Map<SseEmitter, Open> pages = new ConcurrentHashMap<>();
  private final AtomicLong opened = new AtomicLong();
  private volatile boolean closing;

  LivePages(LiveChanges changes) {
    this.changes = changes;
  }

  /** @param made what {@link LiveChanges} said before the page was made */
  @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @SignedIn
  ResponseEntity<SseEmitter> live(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable Long made)
      throws IOException {
    var person = viewer.actor().reference();
    if (closing || pages.size() >= MOST) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }
    makeRoomFor(person);
    var stream = new SseEmitter(LONGEST.toMillis());
    stream.onCompletion(() -> pages.remove(stream));
    stream.onTimeout(stream::complete);
    stream.onError(_ -> pages.remove(stream));
    pages.put(stream, new Open(opened.incrementAndGet(), stream, person, viewer.communities()));
    stream.send(SseEmitter.event().reconnectTime(2000).comment("open"));
    // asked once the page listens: what changes from here on it is told of
    if (made != null && made != changes.now()) {
      stream.send(changed(EVERYTHING));
    }
    // Proxies and browsers must not keep or hold back what is live.
    return ResponseEntity.ok().header("Cache-Control", "no-store").header("X-Accel-Buffering", "no").body(stream);
  }

  /** Whoever turns pages quickly leaves streams behind that nobody has missed yet: the oldest goes, the page that is looked at stays live. */
  private void makeRoomFor(String person) {
    var theirs = pages.values().stream().filter(page -> page.person().equals(person)).sorted(Comparator.comparingLong(Open::number))
        .toList();
    theirs.stream().limit(Math.max(0, theirs.size() - MOST_OF_ONE_PERSON + 1L)).forEach(page -> {
      pages.remove(page.stream());
      page.stream().complete();
    });
  }

  @EventListener
  void on(CallStarted event) {
    afterCommit("calls", event.community());
  }

  @EventListener
  void on(CallProgressed event) {
    afterCommit("calls", event.community());
  }

  @EventListener
  void on(CallEnded event) {
    afterCommit("calls", event.community());
  }

  @EventListener
  void on(TicketChanged event) {
    afterCommit("tickets", event.community());
  }

  @EventListener
  void on(RecordingStored event) {
    afterCommit("recordings", event.community());
  }

  /** The browser opens its streams again at once, with what its person may see by then, or is turned away. */
  @EventListener
  void on(AccessChanged event) {
    var person = new Actor.Staff(event.person()).reference();
    afterCommit(() -> pages.values().stream().filter(page -> page.person().equals(person)).forEach(page -> {
      pages.remove(page.stream());
      page.stream().complete();
    }));
  }

  /** Finds out who has gone, and keeps the line open through whatever closes silent ones. */
  @Scheduled(fixedRate = 15_000)
  void breathe() {
    pages.values().forEach(page -> send(page, SseEmitter.event().comment("")));
  }

  /** A graceful stop waits for open requests; these would never end. */
  @EventListener
  void stop(ContextClosedEvent event) {
    closing = true;
    pages.keySet().forEach(SseEmitter::complete);
  }

  /** The pages read at once: they must find what the event is about. */
  private void afterCommit(String kind, CommunityId community) {
    afterCommit(() -> tell(kind, community));
  }

  private static void afterCommit(Runnable deed) {
    if (TransactionSynchronizationManager.isSynchronizationActive() && TransactionSynchronizationManager.isActualTransactionActive()) {
      TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
        @Override
        public void afterCommit() {
          deed.run();
        }
      });
    } else {
      deed.run();
    }
  }

  /** Never on the thread of a call: a page on a slow line must not hold it up. */
  private void tell(String kind, CommunityId community) {
    changes.another();
    if (pages.isEmpty()) {
      return;
    }
    Thread.ofVirtual().name("live-pages").start(() -> pages.values().stream().filter(page -> page.communities().contains(community))
        .forEach(page -> send(page, changed(kind))));
  }

  private static SseEmitter.SseEventBuilder changed(String kind) {
    return SseEmitter.event().name("changed").data(kind);
  }

  private void send(Open page, SseEmitter.SseEventBuilder event) {
    try {
      page.stream().send(event);
    } catch (IOException | IllegalStateException e) {
      pages.remove(page.stream());
      log.debug("A live page of {} has gone", page.person(), e);
    }
  }
}
