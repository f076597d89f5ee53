package org.huiyin.flow;

import java.util.Optional;

import org.huiyin.foundation.CommunityId;
import org.huiyin.ticket.MenuChoices;
import org.springframework.stereotype.Component;

/** Tickets that are opened after their call are sorted by the menu in force, or by the newest version that still had the choice. */
@Component
class PublishedChoices implements MenuChoices {
  private final MenuBook menus;

  PublishedChoices(MenuBook menus) {
    this.menus = menus;
  }

  @Override
  public Optional<Sorting> sorting(CommunityId community, String choice) {
    var menu = menus.inForce(community).menu();
    if (menu.hasChoice(choice)) {
      return Optional.of(sorting(menu, choice));
    }
    return choice.isEmpty()
        ? Optional.empty()
        : menus.earlier(community).filter(older -> older.hasChoice(choice)).findFirst().map(older -> sorting(older, choice));
  }

  private static Sorting sorting(Menu menu, String choice) {
    return new Sorting(menu.choice(choice).category(), menu.choice(choice).priority());
  }
}
