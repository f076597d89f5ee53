package org.huiyin.ticket;

import java.util.Optional;

import org.huiyin.foundation.CommunityId;

/**
 * What the choices of the voice menu mean for a ticket. Implemented by the module that owns the menu, so that a ticket opened during the call and
 * one opened afterwards are sorted by the same table: the menu.
 */
public interface MenuChoices {
  /** @param choice the menu's choice, such as {@code repair}; empty when the menu has no such choice (any more) */
  Optional<Sorting> sorting(CommunityId community, String choice);

  record Sorting(Category category, Priority priority) {
  }
}
