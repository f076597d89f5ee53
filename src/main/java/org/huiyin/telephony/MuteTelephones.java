package org.huiyin.telephony;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.GetVarAction;
import org.asteriskjava.manager.action.PlayDtmfAction;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices telephones that send no audio while a message is listened to, from its beginning or since they fell silent. Asterisk counts silence by the
 * packets that come, so it would listen to such a one until the limit; here the packets are counted over the manager, and a # put in the resident's
 * place ends the listening. Without a manager only the limit does.
 */
final class MuteTelephones {
  private static final Logger log = LoggerFactory.getLogger(MuteTelephones.class);
  private static final String ARRIVED = "CHANNEL(rtcp,rxcount)";
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration NEXT = Duration.ofSeconds(2);
  /** Long enough for Asterisk to take it for a key as it is: a shorter one it would stretch by the audio that does not come. */
  private static final int KEY_MILLIS = 120;

  private final Supplier<@Nullable ManagerLine> manager;
  private final ScheduledThreadPoolExecutor looks;

  MuteTelephones(Supplier<@Nullable ManagerLine> manager) {
    this.manager = manager;
    looks = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("mute-telephones").factory());
    looks.setKeepAliveTime(NEXT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    looks.allowCoreThreadTimeOut(true);
  }

  /** Watches a channel until it is closed or has sent nothing for so long. */
  Watch watch(String channel, Duration silence) {
    var watch = new Watch(channel, silence);
    watch.lookAfter(FIRST);
    return watch;
  }

  final class Watch implements AutoCloseable {
    private final String channel;
    private final long silence;
    private String arrived = "";
    private long since;
    /** Written by the call's thread, which never waits for the manager. */
    private volatile boolean over;
    private volatile boolean mute;

    private Watch(String channel, Duration silence) {
      this.channel = channel;
      this.silence = silence.toNanos();
    }

    /** Whether the # that ended the listening was put there by this watch. */
    boolean foundMute() {
      return mute;
    }

    @Override
    public void close() {
      over = true;
    }

    private void lookAfter(Duration pause) {
      ScheduledFuture<?> _ = looks.schedule((Runnable) this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
      if (over) {
        return;
      }
      var line = manager.get();
      if (line != null) {
        try {
          look(line);
        } catch (IOException | TimeoutException | RuntimeException e) {
          log.warn("Asterisk did not say whether channel {} sends audio; if it sends none, its message ends at the limit", channel, e);
        }
      }
      if (!over) {
        lookAfter(NEXT);
      }
    }

    private void look(ManagerLine line) throws IOException, TimeoutException {
      String count = line.ask(new GetVarAction(channel, ARRIVED), ManagerResponse.class).getAttribute("value");
      long now = System.nanoTime();
      if (count == null || !count.equals(arrived)) {
        arrived = count == null ? "" : count;
        since = now;
      } else if (now - since >= silence && !over) {
        mute = true;
        var key = new PlayDtmfAction(channel, "#");
        key.setReceive(true);
        key.setDuration(KEY_MILLIS);
        try {
          line.ask(key, ManagerResponse.class);
          over = true;
        } catch (IOException | TimeoutException | RuntimeException e) {
          mute = false;
          throw e;
        }
      }
    }
  }
}
