package org.huiyin.resident;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A resident with a telephone.
 *
 * <pre>
 * Resident.at(hotline).from("13800138000").dials("12345").presses("2").says(Sound.tone(900, ofSeconds(5))).presses("#").hangsUp().call()
 * </pre>
 *
 * SIPp is the telephone: a SIP peer that nobody here wrote. This process lends it an ear and a voice, and so can wait for the hotline's
 * questions as a person does, on a machine of any speed.
 */
public final class Resident {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z+*._-]{1,64}");

  private final SipAddress hotline;
  private final String from;
  private final boolean plainNumber;
  private final List<String> headers;
  private final Keys keys;
  private final Duration notice;
  private final boolean mute;

  private Resident(SipAddress hotline, String from, boolean plainNumber, List<String> headers, Keys keys, Duration notice, boolean mute) {
    this.hotline = hotline;
    this.from = from;
    this.plainNumber = plainNumber;
    this.headers = headers;
    this.keys = keys;
    this.notice = notice;
    this.mute = mute;
  }

  public static Resident at(SipAddress hotline) {
    return new Resident(hotline, "", true, List.of(), Keys.RTP_EVENTS, Duration.ZERO, false).from("13800138000");
  }

  public Resident from(String number) {
    return new Resident(hotline, uri(number), true, headers, keys, notice, mute);
  }

  /** The network knows the number and the caller keeps it back (RFC 3323). */
  public Resident withheld() {
    String known = "P-Asserted-Identity: " + from;
    return new Resident(hotline, "\"Anonymous\" <sip:anonymous@anonymous.invalid>", false, List.of(known, "Privacy: id"), keys, notice,
        mute);
  }

  /** Sends a From header as it stands: quotes, line ends, HTML, whatever a hostile caller finds. Only the tag is added. */
  public Resident withRawFrom(String header) {
    return new Resident(hotline, Scenario.escaped(header), false, headers, keys, notice, mute);
  }

  public Resident with(Keys kind) {
    return new Resident(hotline, from, plainNumber, headers, kind, notice, mute);
  }

  /** The first key waits until a notice of this length is over: for who wants to press at the menu itself, not before it. */
  public Resident hearsNoticeOf(Duration length) {
    return new Resident(hotline, from, plainNumber, headers, keys, length, mute);
  }

  /** A telephone that sends no audio at all, not even silence; its keys go by INFO. */
  public Resident mute() {
    return new Resident(hotline, from, plainNumber, headers, Keys.SIP_INFO, notice, true);
  }

  public Dialling dials(String number) {
    return new Dialling(this, checked(number), List.of());
  }

  private static String uri(String number) {
    return "<sip:" + checked(number) + "@127.0.0.1>";
  }

  private static String checked(String number) {
    if (!NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException("not a number that a telephone can send");
    }
    return number;
  }

  SipAddress hotline() {
    return hotline;
  }

  String from() {
    return from;
  }

  /** Whether the caller differs from others by the number alone, so that many can share one SIPp. */
  boolean plainNumber() {
    return plainNumber;
  }

  List<String> headers() {
    return headers;
  }

  Keys keys() {
    return keys;
  }

  boolean isMute() {
    return mute;
  }

  Duration notice() {
    return notice;
  }
}
