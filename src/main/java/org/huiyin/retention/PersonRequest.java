package org.huiyin.retention;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked what is stored about them (Personal Information Protection Law, articles 44 to 50).
 *
 * @param number whose data it is; null once the request is answered and nothing waits for a decision, since then only {@code masked} is needed
 * @param identity how it was made sure that the number is theirs
 * @param dueAt by when it has to be answered
 * @param answer what was answered, in the words of the person who did; null while it was not
 */
public record PersonRequest(PersonRequestId id, CommunityId community, @Nullable PhoneNumber number, String masked, String identity,
    String receivedBy, Instant receivedAt, Instant dueAt, @Nullable Instant answeredAt, @Nullable String answeredBy,
    @Nullable String answer,
    List<Event> log) {
  /**
   * @param actor as {@link org.huiyin.foundation.Actor#reference()}
   * @param kind {@code received}, {@code exported}, {@code proposed}, {@code erased} or {@code answered}
   */
  public record Event(Instant at, String actor, String kind, String detail) {
  }

  public boolean open() {
    return answeredAt == null;
  }

  public boolean overdue(Instant now) {
    return open() && now.isAfter(dueAt);
  }
}
