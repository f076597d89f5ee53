package org.huiyin.directory;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * Which communities there are and which numbers are theirs. Every change is audited in its transaction and counts for the next call: at once on the node that made
 * it, within 10 s on the others. A new community answers by what comes with the product, its menu, hours and holidays, until it sets its own.
 */
public interface Communities {
  /**
   * Adds a community. A member of staff who adds it belongs to it from then on.
   *
   * @param name in Chinese, {@code nameEn} in English, each 1 to 100 characters
   * @param zone of the IANA's list, {@code Asia/Shanghai}
   * @param number its first, as {@link #addNumber} takes it
   * @throws Refused also where a member of staff does not belong to every community that there is: who answers for some may not make others
   */
  CommunityId add(Actor by, String name, String nameEn, String zone, String number);

  /** @throws Refused when a name has not 1 to 100 characters */
  void rename(Actor by, CommunityId community, String name, String nameEn);

  /**
   * Calls to this number come to the community from now on.
   *
   * @param number as the trunk sends it: a digit or +, then up to 31 out of {@code 0-9 + * #}; no other is passed on by the dialplan
   * @throws Refused when a community has it already, or something else answers it
   */
  void addNumber(Actor by, CommunityId community, String number);

  /**
   * Calls to this number come to the default community from now on.
   *
   * @throws Refused when the community has no other number, or not this one
   */
  void removeNumber(Actor by, CommunityId community, String number);

  /** Why nothing was changed. */
  enum Why {
    NUMBER_MALFORMED, NUMBER_TAKEN, NUMBER_RESERVED, NUMBER_UNKNOWN, LAST_NUMBER, NAME, ZONE, NOT_EVERYWHERE
  }

  /** Nothing was changed, and nothing was audited. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;

    Refused(Why why) {
      super("refused: " + why);
      this.why = why;
    }

    public Why why() {
      return why;
    }
  }
}
