package org.huiyin.flow;

import java.time.Duration;

/** With such a prompt, whoever presses no key would wait too long for the tone. */
final class TooLongAWait extends Prompts.Unusable {
  private static final long serialVersionUID = 1;

  TooLongAWait(Duration wait) {
    super("这样一来，不按键的人最久要等 " + ToneTime.seconds(wait) + " 秒才听到嘀声，最多 " + ToneTime.LONGEST.toSeconds() + " 秒。请说短一些。",
        "Whoever presses no key would then wait up to " + ToneTime.seconds(wait) + " s for the tone, at most "
            + ToneTime.LONGEST.toSeconds()
            + " s. Make it shorter.");
  }
}
