package org.huiyin.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.huiyin.foundation.CommunityId;
import org.huiyin.ticket.Ticket;
import tools.jackson.databind.json.JsonMapper;

/**
 * One message on its way.
 *
 * @param attempts how often it was tried, this time included
 * @param next when it is tried again if this time fails and nobody says otherwise
 */
record DutyMessage(UUID id, CommunityId community, String ticket, String body, Instant created, int attempts, Instant next) {
  /** After that somebody is at the desk again, and the system page has said for hours that nobody could be told. */
  static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
  private static final int DOUBLINGS = 7;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What the receiver reads ({@code recordings-schema/json/duty-message.schema.json}): never who called or what was said. */
  static String body(UUID id, Ticket ticket, ZoneId zone) {
    var body = new LinkedHashMap<String, String>();
    body.put("id", id.toString());
    body.put("type", "ticket.urgent");
    body.put("community", ticket.community().toString());
    body.put("ticket", ticket.number().toString());
    body.put("priority", ticket.priority().name().toLowerCase(Locale.ROOT));
    body.put("openedAt", ticket.openedAt().truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime().toString());
    body.put("path", "/tickets/" + ticket.number());
    return JSON.writeValueAsString(body);
  }

  /** {@code sha256=} and the HMAC-SHA256 of the body in hexadecimal: whoever knows the secret sees that it is ours and whole. */
  static String signature(String secret, String body) {
    return "sha256=" + new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(body);
  }

  /** When a message that failed is tried again: after 10 s, 20 s, 40 s and so on, at most 15 minutes apart; empty when a day is over. */
  Optional<Instant> tryAgain(Instant now) {
    var pause = attempts > DOUBLINGS ? LONGEST_PAUSE : FIRST_PAUSE.multipliedBy(1L << (attempts - 1));
    var next = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    return next.isBefore(created.plus(LONGEST)) ? Optional.of(next) : Optional.empty();
  }
}
