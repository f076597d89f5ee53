package org.huiyin.telephony;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MuteTelephonesTest {
  @Test
  void a_caller_never_waits_for_a_manager_that_hangs() throws Exception {
    var asked = new CountDownLatch(1);
    var hangs = new CountDownLatch(1);
    var watch = new MuteTelephones(() -> {
      asked.countDown();
      try {
        hangs.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    }).watch("PJSIP/resident-00000000", Duration.ofSeconds(10));
    try {
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      CompletableFuture.runAsync(watch::close).get(10, TimeUnit.SECONDS);
      assertThat(CompletableFuture.supplyAsync(watch::foundMute).get(10, TimeUnit.SECONDS)).isFalse();
    } finally {
      hangs.countDown();
    }
  }
}
