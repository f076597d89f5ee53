package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PinTest {
  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

  @Test
  void a_pin_has_eight_digits_of_which_none_follows_itself() {
    var random = new Random(1);
    var many = Stream.generate(() -> Pin.random(random).digits()).limit(2_000).toList();
    assertThat(many).allMatch(digits -> digits.matches("[0-9]{8}") && !digits.matches(".*(.)\\1.*"));
    assertThat(many.stream().collect(Collectors.toSet())).hasSize(many.size());
    assertThat(many.stream().map(digits -> digits.charAt(0)).collect(Collectors.toSet())).hasSize(10);
  }

  @Test
  void what_is_no_pin_is_refused_and_never_printed() {
    for (String wrong : new String[]{"", "1234567", "123456789", "11234567", "1234567a", "1234567#"}) {
      assertThat(Pin.isOne(wrong)).as(wrong).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> new Pin(wrong)).withMessage("not a PIN");
    }
    assertThat(new Pin("12345678")).hasToString("Pin");
  }

  @Test
  void its_hash_is_its_own_and_another_with_another_salt() {
    var pin = new Pin("12345678");
    var salt = new byte[Pin.SALT_BYTES];
    var hash = pin.hash(salt);
    assertThat(hash).hasSize(32);
    assertThat(pin.matches(salt, hash)).isTrue();
    assertThat(new Pin("12345679").matches(salt, hash)).isFalse();
    salt[0] = 1;
    assertThat(pin.matches(salt, hash)).isFalse();
  }

  @Test
  void the_tenth_wrong_pin_in_an_hour_locks_all_for_half_an_hour_whoever_calls() {
    var guard = new PinGuard(0, NOW.minus(Duration.ofDays(1)), null);
    for (int wrong = 1; wrong < PinGuard.MOST_WRONG; wrong++) {
      guard = guard.afterWrong(NOW.plusSeconds(wrong));
      assertThat(guard.isLocked(NOW.plusSeconds(wrong))).isFalse();
    }
    var tenth = NOW.plusSeconds(60);
    guard = guard.afterWrong(tenth);
    assertThat(guard.isLocked(tenth)).isTrue();
    assertThat(guard.isLocked(tenth.plus(PinGuard.LOCKED).minusMillis(1))).isTrue();
    var after = tenth.plus(PinGuard.LOCKED);
    assertThat(guard.isLocked(after)).isFalse();
    assertThat(guard.afterWrong(after)).isEqualTo(new PinGuard(1, after, null));
  }

  @Test
  void wrong_pins_of_an_hour_ago_no_longer_count() {
    var guard = new PinGuard(PinGuard.MOST_WRONG - 1, NOW, null);
    assertThat(guard.afterWrong(NOW.plus(PinGuard.COUNTED).minusSeconds(1)).lockedUntil()).isNotNull();
    assertThat(guard.afterWrong(NOW.plus(PinGuard.COUNTED))).isEqualTo(new PinGuard(1, NOW.plus(PinGuard.COUNTED), null));
  }
}
