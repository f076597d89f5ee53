package org.huiyin.ticket;

import org.huiyin.foundation.CommunityId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Sorts a ticket that is opened after its call, as the menu would have sorted it during the call. */
@Component
class Sorter {
  private static final Logger log = LoggerFactory.getLogger(Sorter.class);
  private static final MenuChoices.Sorting UNSORTED = new MenuChoices.Sorting(Category.UNSORTED, Priority.NORMAL);
  private static final MenuChoices.Sorting URGENT = new MenuChoices.Sorting(Category.EMERGENCY, Priority.URGENT);

  private final ObjectProvider<MenuChoices> menu;

  Sorter(ObjectProvider<MenuChoices> menu) {
    this.menu = menu;
  }

  MenuChoices.Sorting sorting(CommunityId community, String choice) {
    var known = menu.stream().findFirst().flatMap(choices -> choices.sorting(community, choice));
    if (known.isPresent()) {
      return known.get();
    }
    if (!choice.isEmpty()) {
      log.warn("The menu has no choice {} (any more); its ticket is left to be sorted by a person", choice);
    }
    // Whatever became of the menu meanwhile: a caller who asked for help at once is not put at the end.
    return choice.equals("urgent") ? URGENT : UNSORTED;
  }
}
