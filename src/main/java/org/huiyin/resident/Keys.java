package org.huiyin.resident;

/** How a telephone or a trunk carries a pressed key. */
public enum Keys {
  /** RFC 4733 events within the speech's own RTP stream. */
  RTP_EVENTS,
  /** SIP INFO with application/dtmf-relay. */
  SIP_INFO,
  /** Both for the same key, as some gateways do. */
  BOTH;

  boolean asEvents() {
    return this != SIP_INFO;
  }

  boolean asInfo() {
    return this != RTP_EVENTS;
  }
}
