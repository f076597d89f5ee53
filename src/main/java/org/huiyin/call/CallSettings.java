package org.huiyin.call;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param region where a number without a country code is dialled, ISO 3166
 * @param quietWhenGone how long a call's files must not have changed, once Asterisk says the call is gone, before it counts as cut off
 * @param quietWhenUnknown the same while Asterisk cannot be asked
 */
@ConfigurationProperties("huiyin.call")
record CallSettings(@DefaultValue("CN") String region, @DefaultValue("10s") Duration quietWhenGone,
    @DefaultValue("60s") Duration quietWhenUnknown) {
  CallSettings {
    if (!region.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException("huiyin.call.region is two capital letters, such as CN");
    }
    if (!quietWhenGone.isPositive() || quietWhenUnknown.compareTo(quietWhenGone) < 0) {
      throw new IllegalArgumentException("huiyin.call.quiet-when-gone is positive and not above huiyin.call.quiet-when-unknown");
    }
  }
}
