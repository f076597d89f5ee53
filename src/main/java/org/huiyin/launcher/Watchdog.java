package org.huiyin.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Leads callers out of a hung service. A service that is dead closes its connections, and the dialplan goes on by itself; one that accepts and
 * never answers leaves the caller in silence. When the heartbeat stops, every caller inside the service is redirected to the fallback; when it
 * stays away, the service is ended so that it is started anew.
 */
public final class Watchdog implements Runnable {
  /** Where the dialplan goes on by itself with those who are inside the service. */
  private static final Map<String, String> WAYS_OUT = Map.of("hotline", "fallback", "studio", "studio-away");
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration HUNG = Duration.ofSeconds(60);
  private static final Duration ITS_OWN = Duration.ofSeconds(15);
  private static final Duration NEVER_CAME_UP = Duration.ofMinutes(6);

  /** The service as the supervisor runs it. */
  public interface Watched {
    /** The process that runs now; another object after each start. */
    Object incarnation();

    void renew();
  }

  private final Settings settings;
  private final Secrets secrets;
  private final Watched service;
  private final Consumer<String> log;
  private @Nullable ManagerClient manager;
  private Object incarnation = this;
  private boolean hasBeaten;
  private long since = System.nanoTime();
  private long lastBeat = System.nanoTime();

  public Watchdog(Settings settings, Secrets secrets, Watched service, Consumer<String> log) {
    this.settings = settings;
    this.secrets = secrets;
    this.service = service;
    this.log = log;
  }

  @Override
  public void run() {
    Rounds.make(this::look, PAUSE);
    disconnect();
  }

  private void look() {
    try {
      ManagerClient connected = manager;
      if (connected == null) {
        connected = ManagerClient.connect(settings.amiPort(), "watchdog", secrets.amiWatchdog());
        manager = connected;
      }
      if (!incarnation.equals(service.incarnation())) {
        incarnation = service.incarnation();
        hasBeaten = false;
        since = System.nanoTime();
        lastBeat = since;
      }
      if (Heartbeat.read(connected).alive()) {
        // the first seconds still show the beat of the one before
        hasBeaten |= System.nanoTime() - since > ITS_OWN.toNanos();
        lastBeat = System.nanoTime();
        return;
      }
      leadOut(connected);
      restartWhenHung();
    } catch (IOException e) {
      disconnect();
    }
  }

  /** A service that has never given a heartbeat is still starting, however slow the machine: it gets more time than one that fell silent. */
  private void restartWhenHung() {
    Duration patience = hasBeaten ? HUNG : NEVER_CAME_UP;
    if (System.nanoTime() - lastBeat > patience.toNanos()) {
      lastBeat = System.nanoTime();
      log.accept("the service has given no heartbeat for " + patience.toSeconds() + " s: starting it anew");
      service.renew();
    }
  }

  private void leadOut(ManagerClient connected) throws IOException {
    for (Map<String, String> channel : connected.list("Action", "CoreShowChannels")) {
      // Not by the application: what Asterisk shows there is the last one that AGI executed.
      String out = WAYS_OUT.get(channel.getOrDefault("Context", ""));
      if (out != null) {
        log.accept("the service hangs: leading " + channel.getOrDefault("Uniqueid", "a call") + " to the " + out);
        try {
          connected.ask("Action", "Redirect", "Channel", channel.getOrDefault("Channel", ""), "Context", out, "Exten", "s", "Priority",
              "1");
        } catch (IOException gone) {
          log.accept("could not lead it out: " + gone.getMessage());
        }
      }
    }
  }

  private void disconnect() {
    ManagerClient connected = manager;
    manager = null;
    if (connected != null) {
      try {
        connected.close();
      } catch (IOException e) {
        log.accept("closing the watchdog's connection: " + e.getMessage());
      }
    }
  }
}
