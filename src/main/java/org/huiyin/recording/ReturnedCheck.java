package org.huiyin.recording;

import java.util.List;

import org.huiyin.foundation.SelfCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Nothing that was destroyed is back: an older database under a newer journal is told, and nothing is served from it. */
@Configuration(proxyBeanMethods = false)
class ReturnedCheck {
  private static final String REMEDY = "run ./huiyin restore --here: it destroys them again before anybody can listen";

  @Bean
  SelfCheck returnedRecordings(PurgeJournal journal) {
    return new SelfCheck() {
      @Override
      public String name() {
        return "purge-journal";
      }

      @Override
      public List<Finding> check() {
        return journal.returned().stream().map(entry -> new Finding("recording:" + entry.recording(),
            "it was destroyed at " + entry.at() + " and is back: an older backup was put in place", REMEDY)).toList();
      }
    };
  }

  /** Asked before anything is served. */
  @Bean
  @Profile("!verify")
  Object nothingDestroyedIsBack(PurgeJournal journal) {
    var returned = journal.returned();
    if (!returned.isEmpty()) {
      throw new KeyRing.Unusable(returned.size() + " recordings that were destroyed are back (the first: " + returned.getFirst().recording()
          + "), since an older backup of the database was put in place: " + REMEDY);
    }
    return new Object();
  }
}
