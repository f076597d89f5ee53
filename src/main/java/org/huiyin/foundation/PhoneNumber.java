package org.huiyin.foundation;

import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import org.jspecify.annotations.Nullable;

/**
 * A telephone number as it arrived, with its E.164 form where it has one. Its text form is masked, so that a log cannot leak it.
 *
 * @param raw what the network gave, at most 32 of {@code 0-9 + * #}; empty when nothing was given
 * @param e164 {@code +8613800138000}; null for short, internal, withheld and impossible numbers
 */
public record PhoneNumber(String raw, @Nullable String e164, Presentation presentation) {
  /** Whether the caller let the number be shown. A withheld number stays withheld. */
  public enum Presentation {
    ALLOWED, WITHHELD, UNAVAILABLE
  }

  private static final Pattern DIALLABLE = Pattern.compile("[0-9+*#]{0,32}");
  private static final int SHOWN_IN_FRONT = 3;
  private static final int SHOWN_AT_THE_END = 4;

  /** No number was given. Stands below the pattern that its own construction needs. */
  public static final PhoneNumber UNKNOWN = new PhoneNumber("", null, Presentation.UNAVAILABLE);

  public PhoneNumber {
    if (!DIALLABLE.matcher(raw).matches()) {
      throw new IllegalArgumentException("not a telephone number: at most 32 of 0-9 + * #");
    }
  }

  /**
   * Reads a number as it is dialled in a region.
   *
   * @param raw at most 32 of {@code 0-9 + * #}; {@code 0086...} and area-less mobile numbers are understood
   * @param region ISO 3166 code, such as {@code CN}
   */
  public static PhoneNumber of(String raw, Presentation presentation, String region) {
    if (raw.isEmpty() && presentation == Presentation.ALLOWED) {
      return UNKNOWN;
    }
    return new PhoneNumber(raw, presentation == Presentation.ALLOWED ? normalised(raw, region) : null, presentation);
  }

  /** Whether it can be shown or rung at all. */
  public boolean known() {
    return presentation == Presentation.ALLOWED && !raw.isEmpty();
  }

  /** {@code 138****8000}; short numbers keep two digits at most, and never more than half; empty when unknown or withheld. */
  public String masked() {
    if (!known()) {
      return "";
    }
    if (raw.length() < SHOWN_IN_FRONT + SHOWN_AT_THE_END + 2) {
      return "***" + raw.substring(raw.length() - Math.min(2, raw.length() / 2));
    }
    return raw.substring(0, SHOWN_IN_FRONT) + "****" + raw.substring(raw.length() - SHOWN_AT_THE_END);
  }

  @Override
  public String toString() {
    return presentation == Presentation.ALLOWED ? masked() : presentation.name();
  }

  private static @Nullable String normalised(String raw, String region) {
    try {
      var util = PhoneNumberUtil.getInstance();
      var number = util.parse(raw, region);
      return util.isValidNumber(number) ? util.format(number, PhoneNumberFormat.E164) : null;
    } catch (NumberParseException e) {
      return null;
    }
  }
}
