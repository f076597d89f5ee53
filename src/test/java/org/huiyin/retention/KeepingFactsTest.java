package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a hold, a long keep, a person's request and a set of periods say of themselves at a moment. */
class KeepingFactsTest {
  private static final Instant NOW = Instant.parse("2027-11-23T06:30:00Z");
  private static final Duration MOMENT = Duration.ofNanos(1000);

  @Test
  void a_hold_is_in_force_until_its_end_and_no_longer_and_one_without_an_end_until_it_is_lifted() {
    assertThat(hold(NOW.plus(MOMENT), null).inForce(NOW)).isTrue();
    assertThat(hold(NOW, null).inForce(NOW)).isFalse();
    assertThat(hold(null, null).inForce(NOW)).isTrue();
    assertThat(hold(null, NOW).inForce(NOW)).isFalse();
    assertThat(hold(NOW.plus(MOMENT), NOW).inForce(NOW)).as("lifted before its end").isFalse();
  }

  @Test
  void a_long_keep_is_overdue_from_its_day_on_and_never_once_it_has_ended() {
    assertThat(keep(NOW.plus(MOMENT), null)).satisfies(one -> {
      assertThat(one.inForce()).isTrue();
      assertThat(one.overdue(NOW)).isFalse();
    });
    assertThat(keep(NOW, null).overdue(NOW)).isTrue();
    assertThat(keep(NOW, NOW)).satisfies(one -> {
      assertThat(one.inForce()).isFalse();
      assertThat(one.overdue(NOW)).isFalse();
    });
  }

  @Test
  void a_request_is_overdue_after_its_day_while_nobody_has_answered() {
    assertThat(request(NOW, null)).satisfies(one -> {
      assertThat(one.open()).isTrue();
      assertThat(one.overdue(NOW)).isFalse();
      assertThat(one.overdue(NOW.plus(MOMENT))).isTrue();
    });
    assertThat(request(NOW, NOW)).satisfies(one -> {
      assertThat(one.open()).isFalse();
      assertThat(one.overdue(NOW.plus(MOMENT))).isFalse();
    });
  }

  @Test
  void periods_are_one_or_two_years_for_each_category_and_what_has_no_ticket_has_the_longest() {
    for (int wrong : new int[]{0, 3}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Policies.Years(wrong, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> new Policies.Years(1, wrong));
    }
    var periods = Policies.Periods.of((category, priority) -> category == Category.COMPLAINT && priority == Priority.URGENT ? 2 : 1);
    assertThat(periods.of(Category.COMPLAINT, Priority.URGENT)).isEqualTo(2);
    assertThat(periods.of(Category.COMPLAINT, Priority.NORMAL)).isEqualTo(1);
    assertThat(periods.longest()).isEqualTo(2);
    assertThat(Policies.Periods.of((_, _) -> 1).longest()).isEqualTo(1);
    assertThat(Policies.Periods.of((_, priority) -> priority == Priority.NORMAL ? 2 : 1).longest()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Policies.Periods(java.util.Map.of(Category.COMPLAINT, new Policies.Years(1, 1))))
        .withMessageContaining("each category");
  }

  private static Hold hold(@Nullable Instant until, @Nullable Instant lifted) {
    return new Hold(HoldId.random(), Hold.Kind.TICKET, "20261123-0001", CommunityId.random(), "why", "local-admin", NOW, until, lifted,
        null);
  }

  private static LongKeep keep(Instant reviewBy, @Nullable Instant ended) {
    return new LongKeep(LongKeepId.random(), Hold.Kind.TICKET, "20261123-0001", CommunityId.random(), "why", "local-admin", "local-admin",
        NOW,
        null, reviewBy, ended, null);
  }

  private static PersonRequest request(Instant due, @Nullable Instant answered) {
    return new PersonRequest(PersonRequestId.random(), CommunityId.random(), PhoneNumber.UNKNOWN, "138****8000", "in person", "local-admin",
        NOW, due, answered, null, null, List.of());
  }
}
