package org.huiyin.flow;

import java.util.List;

import org.huiyin.foundation.SelfCheck;
import org.springframework.stereotype.Component;

/** Whether every community is answered by the menu that it published. */
@Component
class MenusCheck implements SelfCheck {
  private final MenuTable table;
  private final MenuBook menus;

  MenusCheck(MenuTable table, MenuBook menus) {
    this.table = table;
    this.menus = menus;
  }

  @Override
  public String name() {
    return "menus";
  }

  @Override
  public List<Finding> check() {
    return table.newest().stream().filter(row -> !menus.canUse(row.community(), row.version().document()))
        .map(row -> new Finding("community:" + row.community(),
            "has a menu, version " + row.version().id()
                + ", that this release cannot use, so its callers are answered by the built-in one.",
            "Publish a sound menu on the page Voice menu."))
        .toList();
  }
}
