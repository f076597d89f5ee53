package org.huiyin.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.foundation.CommunityId;
import org.huiyin.ticket.TicketState;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which prompts the menus of a community say: every text in the document that is a prompt's id, and what every call says. */
@Component
class PromptUse {
  /** Of these, the values name prompts nowhere, though they may be called alike. */
  private static final Set<String> OTHER = Set.of("id", "name", "start", "straightTo", "keys", "otherwise", "category", "priority",
      "language",
      "repeat", "announced", "manyKeysReason", "hours", "next");
  private static final Set<String> ALWAYS = Set.of(Menu.NOTICE, Menu.LANGUAGE, Menu.REVIEW, Menu.SAY_ANEW, Menu.SAY_MORE);

  /** What nodes of these kinds say besides, whatever the document says. */
  private static final Map<String, Set<String>> BY_KIND = Map.of("progress",
      Stream.concat(Stream.of(Menu.PROGRESS_FROM, Menu.PROGRESS_END), Stream.of(TicketState.values()).map(Walk::progress))
          .collect(Collectors.toSet()),
      "information", Set.of(Menu.INFORMATION_END));

  private final Menus menus;

  PromptUse(Menus menus) {
    this.menus = menus;
  }

  /** The ids said by the menu in force and by the draft. */
  Set<String> of(CommunityId community) {
    var used = new HashSet<>(ALWAYS);
    gather(menus.current(community).document(), used);
    menus.draft(community).ifPresent(draft -> gather(draft.document(), used));
    return used;
  }

  private static void gather(String document, Set<String> used) {
    try {
      var read = JsonMapper.shared().readTree(document);
      gather(read, used);
      BY_KIND.forEach((kind, ids) -> {
        if (!read.path(kind).isEmpty()) {
          used.addAll(ids);
        }
      });
    } catch (JacksonException _) {
      // a draft may be broken; what it says then is not known
    }
  }

  private static void gather(JsonNode node, Set<String> used) {
    each(node, "", (_, id) -> used.add(id));
  }

  /**
   * Where a menu says a prompt.
   *
   * @param draft whether it is the draft, and not the version in force
   * @param where {@code /announce/water/says/0}: parts that have an id are named by it
   */
  record Place(boolean draft, String where) {
  }

  /** Where the version in force and the draft say it, as they are in the database at this moment. */
  List<Place> places(CommunityId community, String id) {
    var places = new ArrayList<Place>();
    places(menus.versions(community).getFirst().document(), id).forEach(where -> places.add(new Place(false, where)));
    menus.draft(community).ifPresent(draft -> places(draft.document(), id).forEach(where -> places.add(new Place(true, where))));
    return places;
  }

  private static List<String> places(String document, String id) {
    try {
      var places = new ArrayList<String>();
      each(JsonMapper.shared().readTree(document), "", (where, said) -> {
        if (said.equals(id)) {
          places.add(where);
        }
      });
      return places;
    } catch (JacksonException _) {
      // nobody knows where, but whoever mends the draft counts on it
      return document.contains('"' + id + '"') ? List.of("/") : List.of();
    }
  }

  private static void each(JsonNode node, String where, BiConsumer<String, String> said) {
    if (node.isString()) {
      said.accept(where, node.asString());
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        each(node.get(i), where + "/" + node.get(i).path("id").asString(String.valueOf(i)), said);
      }
    } else if (node.isObject()) {
      node.properties().stream().filter(each -> !OTHER.contains(each.getKey()))
          .forEach(each -> each(each.getValue(), where + "/" + each.getKey(), said));
    }
  }
}
