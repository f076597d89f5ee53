package org.huiyin.messaging;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.huiyin.messaging.MessagingSettings.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What needs no database: where a message may go, how it is signed, when it is tried again. */
class DutyMessageTest {
  private static final Instant CREATED = Instant.parse("2026-11-23T14:10:05Z");

  @ParameterizedTest
  @ValueSource(strings = {"https://duty.example.org/hook", "http://10.0.0.7:8080/a?key=b", "HTTPS://example.org",
      "http://[2400:3200::1]/x"})
  void addresses_of_the_web_are_taken(String address) {
    assertThat(WebhookAddress.of(" " + address + " ").uri()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "duty.example.org", "ftp://example.org/", "file:///etc/passwd", "https:///x",
      "https://user:word@example.org/",
      "https://example.org/#x", "https://example.org:0/", "https://example.org:99999/", "https://exa mple.org/", "javascript:alert(1)"})
  void anything_else_is_refused(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookAddress.of(address));
  }

  @Test
  void no_address_is_longer_than_the_table_holds() {
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookAddress.of("https://example.org/" + "x".repeat(WebhookAddress.LONGEST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"})
  void this_machine_is_told_only_where_that_was_allowed(String machine) throws UnknownHostException {
    assertThat(WebhookAddress.allowed(InetAddress.getByName(machine), Loopback.REFUSE)).isFalse();
    assertThat(WebhookAddress.allowed(InetAddress.getByName(machine), Loopback.ALLOW)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "169.254.169.254", "fe80::1", "224.0.0.1", "255.255.255.255", "ff02::1", "0.1.2.3",
      "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "::7f00:1"})
  void what_is_nobodys_address_or_hides_another_is_never_told(String machine) throws UnknownHostException {
    assertThat(WebhookAddress.allowed(InetAddress.getByName(machine), Loopback.ALLOW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "192.168.1.1", "172.16.0.1", "1.2.3.4", "2400:3200::1", "fd00::1"})
  void a_machine_of_the_communitys_own_network_and_any_other_may_be_told(String machine) throws UnknownHostException {
    assertThat(WebhookAddress.allowed(InetAddress.getByName(machine), Loopback.REFUSE)).isTrue();
  }

  /** RFC 4231, test case 2. */
  @Test
  void the_signature_is_the_one_that_everybody_computes() {
    assertThat(DutyMessage.signature("Jefe", "what do ya want for nothing?"))
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void a_failed_message_is_tried_again_later_and_later_and_given_up_after_a_day() {
    var pauses = new ArrayList<Long>();
    var now = CREATED;
    int attempts = 1;
    while (true) {
      var next = message(attempts++).tryAgain(now);
      if (next.isEmpty()) {
        break;
      }
      pauses.add(Duration.between(now, next.get()).toSeconds());
      now = next.get();
    }
    assertThat(pauses).startsWith(10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L).isSorted();
    assertThat(Duration.between(CREATED, now)).isBetween(Duration.ofHours(23), Duration.ofDays(1));
    assertThat(message(1).tryAgain(CREATED.plus(Duration.ofDays(2)))).isEmpty();
  }

  private static DutyMessage message(int attempts) {
    return new DutyMessage(UUID.randomUUID(), CommunityId.random(), "20261123-0042", "{}", CREATED, attempts, CREATED);
  }
}
