package org.huiyin.telephony;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service and Asterisk find each other; both ways stay on this machine.
 *
 * @param enabled false leaves FastAGI and the manager connection out: for checks without calls
 * @param agiPort where FastAGI listens, HUIYIN_AGI_PORT; 0 picks a free one
 * @param amiPort where Asterisk's manager listens, HUIYIN_AMI_PORT
 * @param region where a number without a country code is dialled, ISO 3166
 * @param maxSessions scripts at one time; a call beyond them goes to the dialplan's fallback
 * @param maxWaiting connections that have not said yet what they want; beyond them the oldest is closed
 */
@ConfigurationProperties("huiyin.telephony")
record TelephonySettings(@DefaultValue("true") boolean enabled, @DefaultValue("4573") int agiPort, @DefaultValue("5038") int amiPort,
    @DefaultValue("CN") String region, @DefaultValue("2500") int maxSessions, @DefaultValue("4096") int maxWaiting) {
  private static final int HIGHEST_PORT = 65_535;

  TelephonySettings {
    check(agiPort >= 0 && agiPort <= HIGHEST_PORT, "huiyin.telephony.agi-port is 0 to 65535 (0: any free port)");
    check(amiPort > 0 && amiPort <= HIGHEST_PORT, "huiyin.telephony.ami-port is 1 to 65535");
    check(region.matches("[A-Z]{2}"), "huiyin.telephony.region is two capital letters, such as CN");
    check(maxSessions > 0, "huiyin.telephony.max-sessions is at least 1");
    check(maxWaiting > 0, "huiyin.telephony.max-waiting is at least 1");
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
