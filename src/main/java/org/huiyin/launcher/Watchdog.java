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
final class Watchdog implements Runnable {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration UNTIL_RESTART = Duration.ofSeconds(60);

  private final Settings settings;
  private final Secrets secrets;
  private final Runnable restart;
  private final Consumer<String> log;
  private @Nullable ManagerClient manager;
  private long lastBeat = System.nanoTime();

  Watchdog(Settings settings, Secrets secrets, Runnable restart, Consumer<String> log) {
    this.settings = settings;
    this.secrets = secrets;
    this.restart = restart;
    this.log = log;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  private void look() {
    try {
      ManagerClient connected = manager;
      if (connected == null) {
        connected = ManagerClient.connect(settings.amiPort(), "watchdog", secrets.amiWatchdog());
        manager = connected;
      }
      if (Heartbeat.read(connected).alive()) {
        lastBeat = System.nanoTime();
        return;
      }
      leadOut(connected);
      if (System.nanoTime() - lastBeat > UNTIL_RESTART.toNanos()) {
        lastBeat = System.nanoTime();
        log.accept("the service has given no heartbeat for " + UNTIL_RESTART.toSeconds() + " s: starting it anew");
        restart.run();
      }
    } catch (IOException e) {
      disconnect();
    }
  }

  private void leadOut(ManagerClient connected) throws IOException {
    for (Map<String, String> channel : connected.list("Action", "CoreShowChannels")) {
      if ("AGI".equals(channel.get("Application")) && "hotline".equals(channel.get("Context"))) {
        log.accept("the service hangs: leading " + channel.getOrDefault("Uniqueid", "a call") + " to the fallback");
        try {
          connected.ask("Action", "Redirect", "Channel", channel.getOrDefault("Channel", ""), "Context", "fallback", "Exten", "s",
              "Priority", "1");
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
