package org.huiyin.flow;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.huiyin.flow.Prompts.UnknownPrompt;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.foundation.CommunityId;
import org.springframework.stereotype.Component;

/** What can be said in a community: the prompts of the product, and the sentences of its own. */
@Component
class Repertoire {
  /** Said by Asterisk alone, which knows no communities. */
  private static final List<String> OF_THE_HOUSE = List.of("full");
  /** Neither residents alone with Asterisk nor those who record a prompt know of communities. */
  private static final List<String> NOT_THE_COMMUNITYS = List.of("fallback-", "studio-");

  private final PromptCatalogue catalogue;
  private final PromptTable table;
  private final OwnSentenceTable sentences;
  private final Voices voices;

  Repertoire(PromptCatalogue catalogue, PromptTable table, OwnSentenceTable sentences, Voices voices) {
    this.catalogue = catalogue;
    this.table = table;
    this.sentences = sentences;
    this.voices = voices;
  }

  PromptCatalogue catalogue() {
    return catalogue;
  }

  /**
   * The community's own sentences, by their ids. Their sounds are here when this returns, for the calls that a menu with them is put in force for: they may
   * have been added on another machine a moment ago.
   */
  Set<String> own(CommunityId community) {
    var ids = sentences.ids(community);
    var heard = voices.of(community).own().keySet();
    if (!ids.stream().flatMap(id -> Stream.of(Language.values()).map(language -> path(language, id))).allMatch(heard::contains)) {
      voices.refresh();
    }
    return ids;
  }

  /** Those that were removed too, for menus that are of the past. */
  Set<String> ever(CommunityId community) {
    return sentences.ever(community);
  }

  /** The same as {@link #own}, none of which is removed before this transaction is over. */
  Set<String> held(CommunityId community) {
    sentences.lockAll(community);
    return own(community);
  }

  /**
   * Keeps a sentence of the community's own from being removed until this transaction is over.
   *
   * @throws UnknownPrompt when it was removed meanwhile
   */
  void hold(CommunityId community, Prompt prompt) {
    if (prompt.isOwn() && !sentences.lock(community, prompt.id())) {
      throw new UnknownPrompt();
    }
  }

  /** The ids of what the community may say in its own voice: the product's, then those of its own. */
  List<String> ids(CommunityId community) {
    return Stream.concat(catalogue.ids().stream().filter(Repertoire::isTheCommunitys), sentences.ids(community).stream()).toList();
  }

  /** @throws UnknownPrompt when the community does not say it in its own voice */
  Prompt known(CommunityId community, String language, String id) {
    var spoken = Stream.of(Language.values()).filter(each -> each.code().equals(language)).findFirst().orElseThrow(UnknownPrompt::new);
    if (Prompt.isOwn(id) && sentences.ids(community).contains(id)) {
      return new Prompt(spoken, id, newest(community, spoken, id));
    }
    if (!isTheCommunitys(id) || !catalogue.has(spoken, id)) {
      throw new UnknownPrompt();
    }
    return catalogue.text(spoken, id);
  }

  /** What a menu of the community may say, by id: the product's words, or those of its own sentences. */
  List<Menus.Said> said(CommunityId community) {
    var product = catalogue.ids().stream().filter(id -> !id.startsWith("studio-"))
        .map(id -> new Menus.Said(id, words(Language.ZH, id), words(Language.EN, id)));
    var own = sentences.ids(community).stream()
        .map(id -> new Menus.Said(id, newest(community, Language.ZH, id), newest(community, Language.EN, id)));
    return Stream.concat(own, product).toList();
  }

  private String words(Language language, String id) {
    return catalogue.has(language, id) ? catalogue.text(language, id).text() : "";
  }

  private String newest(CommunityId community, Language language, String id) {
    return table.versions(community, language, id).getFirst().version().said();
  }

  private static String path(Language language, String id) {
    return language.code() + "/" + id;
  }

  private static boolean isTheCommunitys(String id) {
    return NOT_THE_COMMUNITYS.stream().noneMatch(id::startsWith) && !OF_THE_HOUSE.contains(id);
  }
}
