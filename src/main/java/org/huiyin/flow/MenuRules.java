package org.huiyin.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.huiyin.flow.MenuFault.Kind;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.ticket.TicketState;

/** What a menu of the right form must hold besides: every key, silence and wrong key leads on, and everything that is said can be said in both languages. */
final class MenuRules {
  /** GB/T 33358-2016: a telephone desk should rather have no menu. */
  private static final int MOST_ANNOUNCED = 3;

  private final PromptCatalogue prompts;

  MenuRules(PromptCatalogue prompts) {
    this.prompts = prompts;
  }

  /** @param own the ids of the sentences that the menu may say besides the product's prompts */
  List<MenuFault> faults(Menu menu, Set<String> own) {
    var faults = new ArrayList<MenuFault>();
    idFaults(menu, faults);
    if (menu.language().first() == menu.language().other()) {
      faults.add(Kind.SAME_LANGUAGE.at("/language"));
    }
    if (menu.language().key() == menu.repeat().key()) {
      faults.add(Kind.KEY_OF_LANGUAGE.at("/repeat/key", menu.repeat().key()));
    }
    if (!menu.hasStart(menu.start())) {
      faults.add(Kind.NO_START.at("/start", menu.start()));
    }
    new TreeMap<>(menu.numbers()).forEach((number, start) -> {
      if (!menu.hasStart(start)) {
        faults.add(Kind.NO_START.at("/numbers/" + number, start));
      }
    });
    var straightTo = menu.straightTo();
    if (straightTo != null && !menu.hasChoice(straightTo)) {
      faults.add(Kind.NO_STRAIGHT.at("/straightTo", straightTo));
    }
    for (int i = 0; i < menu.menus().size(); i++) {
      levelFaults(menu, menu.menus().get(i), "/menus/" + i, "keys", "announced", faults);
    }
    for (int i = 0; i < menu.information().size(); i++) {
      levelFaults(menu, menu.information().get(i).list(), "/information/" + i, "answers", "answers", faults);
    }
    for (int i = 0; i < menu.progress().size(); i++) {
      otherwiseFault(menu, menu.progress().get(i).otherwise(), "/progress/" + i, faults);
    }
    passedFaults(menu, faults);
    if (faults.isEmpty()) {
      faults.addAll(MenuWays.faults(menu));
    }
    promptFaults(menu, own, faults);
    return List.copyOf(faults);
  }

  private static void idFaults(Menu menu, List<MenuFault> faults) {
    var seen = new HashSet<String>();
    for (int i = 0; i < menu.menus().size(); i++) {
      idFault(menu.menus().get(i).id(), "/menus/" + i + "/id", seen, faults);
    }
    for (int i = 0; i < menu.choices().size(); i++) {
      idFault(menu.choices().get(i).id(), "/choices/" + i + "/id", seen, faults);
    }
    nodeIdFaults(menu, seen, faults);
  }

  private static void nodeIdFaults(Menu menu, Set<String> seen, List<MenuFault> faults) {
    for (int i = 0; i < menu.progress().size(); i++) {
      idFault(menu.progress().get(i).id(), "/progress/" + i + "/id", seen, faults);
    }
    for (int i = 0; i < menu.information().size(); i++) {
      idFault(menu.information().get(i).id(), "/information/" + i + "/id", seen, faults);
    }
    for (int i = 0; i < menu.hours().size(); i++) {
      idFault(menu.hours().get(i).id(), "/hours/" + i + "/id", seen, faults);
    }
    for (int i = 0; i < menu.announce().size(); i++) {
      idFault(menu.announce().get(i).id(), "/announce/" + i + "/id", seen, faults);
    }
  }

  private static void idFault(String id, String place, Set<String> seen, List<MenuFault> faults) {
    if (!seen.add(id)) {
      faults.add(Kind.DOUBLED_ID.at(place, id));
    }
  }

  /** @param keys where in the node its keys stand; {@code announced} likewise */
  private static void levelFaults(Menu menu, Menu.Level level, String place, String keys, String announced, List<MenuFault> faults) {
    for (char taken : new char[]{menu.repeat().key(), menu.language().key()}) {
      if (level.keys().containsKey(taken)) {
        faults.add(Kind.TAKEN_KEY.at(place + "/" + keys + "/" + taken));
      }
    }
    new TreeMap<>(level.keys()).forEach((key, leadsTo) -> {
      if (!menu.hasTarget(leadsTo)) {
        faults.add(Kind.LEADS_NOWHERE.at(place + "/" + keys + "/" + key, leadsTo));
      } else if (key == '0' && !leadsTo.equals(Menu.PERSON)) {
        faults.add(Kind.ZERO_IS_A_PERSON.at(place + "/" + keys + "/0", leadsTo));
      }
    });
    announcedFaults(level, place, announced, faults);
    otherwiseFault(menu, level.otherwise(), place, faults);
  }

  private static void passedFaults(Menu menu, List<MenuFault> faults) {
    for (int i = 0; i < menu.hours().size(); i++) {
      targetFault(menu, menu.hours().get(i).attended(), "/hours/" + i + "/attended", faults);
      targetFault(menu, menu.hours().get(i).closed(), "/hours/" + i + "/closed", faults);
    }
    for (int i = 0; i < menu.announce().size(); i++) {
      targetFault(menu, menu.announce().get(i).next(), "/announce/" + i + "/next", faults);
    }
  }

  private static void targetFault(Menu menu, String target, String place, List<MenuFault> faults) {
    if (!menu.hasTarget(target)) {
      faults.add(Kind.LEADS_NOWHERE.at(place, target));
    }
  }

  private static void otherwiseFault(Menu menu, String otherwise, String place, List<MenuFault> faults) {
    if (!menu.hasChoice(otherwise)) {
      faults.add(Kind.NO_OTHERWISE.at(place + "/otherwise", otherwise));
    }
  }

  private static void announcedFaults(Menu.Level level, String place, String announced, List<MenuFault> faults) {
    level.announced().stream().filter(key -> !level.keys().containsKey(key))
        .forEach(key -> faults.add(Kind.ANNOUNCED_NOWHERE.at(place + "/" + announced, key)));
    boolean many = level.announced().size() > MOST_ANNOUNCED;
    if (many && level.manyKeysReason() == null) {
      faults.add(Kind.TOO_MANY_ANNOUNCED.at(place + "/" + announced, level.announced().size()));
    }
    if (!many && level.manyKeysReason() != null) {
      faults.add(Kind.IDLE_REASON.at(place + "/manyKeysReason"));
    }
  }

  private void promptFaults(Menu menu, Set<String> own, List<MenuFault> faults) {
    said(menu).forEach((place, id) -> {
      if (Prompt.isOwn(id)) {
        if (!own.contains(id)) {
          faults.add(Kind.NO_SENTENCE.at(place, id));
        }
        return;
      }
      for (Language language : List.of(Language.ZH, Language.EN)) {
        if (!prompts.has(language, id)) {
          faults.add(new MenuFault(place, Kind.NO_PROMPT.at(place, id, language == Language.ZH ? "中文" : "英文").zh(),
              Kind.NO_PROMPT.at(place, id, language.code()).en()));
        }
      }
    });
  }

  /** What the menu has said, by the place that says so. */
  private static Map<String, String> said(Menu menu) {
    var said = new TreeMap<String, String>();
    for (int i = 0; i < menu.menus().size(); i++) {
      said.put("/menus/" + i + "/prompt", menu.menus().get(i).prompt());
      said.put("/menus/" + i + "/wrongKey", menu.menus().get(i).wrongKey());
    }
    for (int i = 0; i < menu.choices().size(); i++) {
      for (int j = 0; j < menu.choices().get(i).says().size(); j++) {
        said.put("/choices/" + i + "/says/" + j, menu.choices().get(i).says().get(j));
      }
    }
    for (int i = 0; i < menu.information().size(); i++) {
      var node = menu.information().get(i);
      var place = "/information/" + i;
      said.put(place + "/prompt", node.prompt());
      said.put(place + "/wrongKey", node.wrongKey());
      node.answers().forEach((key, prompt) -> said.put(place + "/answers/" + key, prompt));
    }
    for (int i = 0; i < menu.announce().size(); i++) {
      for (int j = 0; j < menu.announce().get(i).says().size(); j++) {
        said.put("/announce/" + i + "/says/" + j, menu.announce().get(i).says().get(j));
      }
    }
    var attendance = menu.attendance();
    said.put("/attendance/busy", attendance.busy());
    said.put("/attendance/closed", attendance.closed());
    said.put("/attendance/closedUnknown", attendance.closedUnknown());
    said.put("/attendance/danger", attendance.danger());
    said.put("/attendance/nightNumber", attendance.nightNumber());
    said.put("/attendance/ask", attendance.ask());
    said.put("/message/ask", menu.message().ask());
    said.put("/message/nothingHeard", menu.message().nothingHeard());
    said.put("/message/anythingMore", menu.message().anythingMore());
    said.put("/message/littleTime", menu.message().littleTime());
    said.put("/ending/thanks", menu.ending().thanks());
    said.put("/ending/number", menu.ending().number());
    said.put("/ending/goodbye", menu.ending().goodbye());
    Stream.concat(Stream.of(Menu.NOTICE, Menu.LANGUAGE, Menu.REVIEW, Menu.SAY_ANEW, Menu.SAY_MORE, Menu.PROGRESS_FROM, Menu.PROGRESS_END,
        Menu.INFORMATION_END), Stream.of(TicketState.values()).map(Walk::progress)).forEach(always -> said.put("/" + always, always));
    return said;
  }
}
