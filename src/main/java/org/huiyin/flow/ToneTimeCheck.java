package org.huiyin.flow;

import java.util.List;
import java.util.stream.Stream;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.SelfCheck;
import org.springframework.stereotype.Component;

/** Whether callers who press no key hear the tone as soon as they are promised: opening hours, a new release or another voice change it unasked. */
@Component
class ToneTimeCheck implements SelfCheck {
  private final Directory directory;
  private final MenuBook menus;
  private final ToneTime toneTime;

  ToneTimeCheck(Directory directory, MenuBook menus, ToneTime toneTime) {
    this.directory = directory;
    this.menus = menus;
    this.toneTime = toneTime;
  }

  @Override
  public String name() {
    return "tone-time";
  }

  @Override
  public List<Finding> check() {
    return directory.communities().stream().map(Community::id).flatMap(community -> {
      var wait = toneTime.longest(menus.inForce(community).menu(), community);
      return wait.compareTo(ToneTime.LONGEST) > 0
          ? Stream.of(new Finding("community:" + community,
              "has callers who press no key wait up to " + ToneTime.seconds(wait) + " s for the tone, more than "
                  + ToneTime.LONGEST.toSeconds() + " s.",
              "Let the menu wait less for a key, or make its prompts shorter."))
          : Stream.empty();
    }).toList();
  }
}
