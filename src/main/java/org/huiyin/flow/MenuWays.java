package org.huiyin.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.huiyin.flow.MenuFault.Kind;

/**
 * The ways through a menu whose targets all exist, in attended hours and after them: everything is reached, nothing that is passed without a key leads back to
 * itself, no menu leads to itself, and none lies too deep for an old caller, so that the only way back is to the first; so for the beginning of every number.
 */
final class MenuWays {
  private static final int DEEPEST = 2;
  /** Nodes that a caller passes one after the other without a key. */
  private static final int MOST_PASSED = 3;

  private final Menu menu;
  private final List<MenuFault> faults = new ArrayList<>();

  private MenuWays(Menu menu) {
    this.menu = menu;
  }

  static List<MenuFault> faults(Menu menu) {
    var ways = new MenuWays(menu);
    ways.passed();
    if (ways.faults.isEmpty()) {
      menu.beginnings().forEach((place, number) -> ways.beginning(menu.startOf(number), place));
      ways.depths();
      ways.unreached();
    }
    return ways.faults.stream().distinct().toList();
  }

  private void passed() {
    for (int i = 0; i < menu.hours().size(); i++) {
      passedFault(menu.hours().get(i).id(), "/hours/" + i);
    }
    for (int i = 0; i < menu.announce().size(); i++) {
      passedFault(menu.announce().get(i).id(), "/announce/" + i);
    }
  }

  private void passedFault(String id, String place) {
    if (leadsBackTo(id, id, new HashSet<>())) {
      faults.add(Kind.PASSED_FOR_EVER.at(place, id));
      return;
    }
    int passed = passedFrom(id, Set.of());
    if (passed > MOST_PASSED) {
      faults.add(Kind.PASSED_TOO_MANY.at(place, passed, MOST_PASSED));
    }
  }

  private boolean leadsBackTo(String id, String from, Set<String> seen) {
    return following(from).anyMatch(next -> next.equals(id) || (menu.isPassed(next) && seen.add(next) && leadsBackTo(id, next, seen)));
  }

  private int passedFrom(String id, Set<String> above) {
    if (!menu.isPassed(id) || above.contains(id)) {
      return 0;
    }
    var path = new HashSet<>(above);
    path.add(id);
    return 1 + following(id).mapToInt(next -> passedFrom(next, path)).max().orElse(0);
  }

  /** Where a node leads that is passed without a key, at whatever hour. */
  private Stream<String> following(String id) {
    return menu.hours(id).map(node -> Stream.of(node.attended(), node.closed()))
        .or(() -> menu.announcement(id).map(node -> Stream.of(node.next()))).orElse(Stream.empty());
  }

  private void beginning(String id, String place) {
    if (menu.enquiry(id).isPresent()) {
      faults.add(Kind.BEGINS_WITH_PROGRESS.at(place, id));
    }
    menu.hours(id).ifPresent(node -> {
      var at = "/hours/" + menu.hours().indexOf(node);
      beginning(node.attended(), at + "/attended");
      beginning(node.closed(), at + "/closed");
    });
    menu.announcement(id).ifPresent(node -> beginning(node.next(), "/announce/" + menu.announce().indexOf(node) + "/next"));
  }

  private void depths() {
    var depths = new HashMap<String, Integer>();
    var toThemselves = new HashSet<String>();
    for (String number : menu.beginnings().values()) {
      for (boolean attended : new boolean[]{true, false}) {
        menu.levelAhead(menu.startOf(number), attended).ifPresent(first -> walk(first, attended, 1, Set.of(), depths, toThemselves));
      }
    }
    for (int i = 0; i < menu.menus().size(); i++) {
      depthFault("/menus/" + i, menu.menus().get(i).id(), depths, toThemselves);
    }
    for (int i = 0; i < menu.information().size(); i++) {
      depthFault("/information/" + i, menu.information().get(i).id(), depths, toThemselves);
    }
  }

  private void walk(Menu.Level level, boolean attended, int depth, Set<String> above, Map<String, Integer> depths,
      Set<String> toThemselves) {
    depths.merge(level.id(), depth, Math::max);
    var path = new HashSet<>(above);
    path.add(level.id());
    if (level.keys().values().stream().anyMatch(target -> throughHours(target, attended).equals(level.id()))) {
      toThemselves.add(level.id());
    }
    level.keys().values().stream().distinct().flatMap(target -> menu.levelAhead(target, attended).stream())
        .filter(next -> !path.contains(next.id())).forEach(next -> walk(next, attended, depth + 1, path, depths, toThemselves));
  }

  private String throughHours(String id, boolean attended) {
    return menu.hours(id).map(node -> throughHours(node.leadsTo(attended), attended)).orElse(id);
  }

  private void depthFault(String place, String id, Map<String, Integer> depths, Set<String> toThemselves) {
    if (toThemselves.contains(id)) {
      faults.add(Kind.LEADS_TO_ITSELF.at(place, id));
    }
    var depth = depths.get(id);
    if (depth == null) {
      faults.add((place.startsWith("/menus/") ? Kind.UNREACHED_MENU : Kind.UNREACHED_NODE).at(place, id));
    } else if (depth > DEEPEST) {
      faults.add(Kind.TOO_DEEP.at(place, id, depth, DEEPEST));
    }
  }

  private void unreached() {
    var reached = new HashSet<>(menu.numbers().values());
    reached.add(menu.start());
    Stream.concat(menu.menus().stream(), menu.information().stream().map(Menu.Information::list)).forEach(level -> {
      reached.addAll(level.keys().values());
      reached.add(level.otherwise());
    });
    menu.progress().forEach(node -> reached.add(node.otherwise()));
    Stream.concat(menu.hours().stream().map(Menu.Hours::id), menu.announce().stream().map(Menu.Announcement::id))
        .forEach(id -> following(id).forEach(reached::add));
    unreached("/progress/", menu.progress().stream().map(Menu.Enquiry::id).toList(), reached, Kind.UNREACHED_NODE);
    unreached("/hours/", menu.hours().stream().map(Menu.Hours::id).toList(), reached, Kind.UNREACHED_NODE);
    unreached("/announce/", menu.announce().stream().map(Menu.Announcement::id).toList(), reached, Kind.UNREACHED_NODE);
    if (menu.straightTo() != null) {
      reached.add(menu.straightTo());
    }
    unreached("/choices/", menu.choices().stream().map(Menu.Choice::id).toList(), reached, Kind.UNREACHED_CHOICE);
  }

  private void unreached(String place, List<String> ids, Set<String> reached, Kind kind) {
    for (int i = 0; i < ids.size(); i++) {
      if (!reached.contains(ids.get(i))) {
        faults.add(kind.at(place + i, ids.get(i)));
      }
    }
  }
}
