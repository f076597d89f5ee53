package org.huiyin.flow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.audit.AuditLog;
import org.huiyin.flow.Prompts.Source;
import org.huiyin.flow.Prompts.UnknownPrompt;
import org.huiyin.flow.Prompts.Unusable;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.flow.prompts.SoundWorkshop;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

@Component
class SentenceBook implements Sentences {
  private static final int LONGEST_NAME = 30;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0," + (LONGEST_NAME - 1) + "}");

  private final OwnSentenceTable sentences;
  private final PromptTable table;
  private final PromptUse use;
  private final Voices voices;
  private final PromptBook.Desk desk;

  SentenceBook(OwnSentenceTable sentences, PromptTable table, PromptUse use, Voices voices, PromptBook.Desk desk) {
    this.sentences = sentences;
    this.table = table;
    this.use = use;
    this.voices = voices;
    this.desk = desk;
  }

  /** What is said first in one language. */
  private record Spoken(Prompt prompt, Recorded recorded) {
  }

  @Override
  public String add(Actor by, CommunityId community, String name, String zh, String en) {
    if (desk.directory().community(community).isEmpty()) {
      throw new IllegalArgumentException("no such community");
    }
    checkWords(zh, "中文", "Chinese");
    checkWords(en, "英文", "English");
    var id = name.isBlank() ? derived(en, sentences.ever(community)) : given(name.strip(), sentences.ids(community));
    // both are made before anything is written: a server without a speech engine adds nothing
    var spoken = List.of(spoken(new Prompt(Language.ZH, id, zh.strip())), spoken(new Prompt(Language.EN, id, en.strip())));
    try {
      desk.transaction().executeWithoutResult(_ -> {
        sentences.add(community, id, desk.clock().instant(), by);
        spoken.forEach(each -> add(by, community, each));
        audit(by, "prompt.sentence-added", community, id);
      });
    } catch (DuplicateKeyException _) {
      throw new Menus.Stale("somebody else added this sentence at the same time");
    }
    voices.refresh();
    return id;
  }

  private static void checkWords(String words, String zh, String en) {
    if (words.isBlank() || words.strip().length() > SoundWorkshop.MOST_WORDS) {
      throw new Unusable("请写%s要说的话，1 到 %s 个字。".formatted(zh, SoundWorkshop.MOST_WORDS),
          "Write what is to be said in %s, in 1 to %s characters.".formatted(en, SoundWorkshop.MOST_WORDS));
    }
  }

  private static String given(String name, Set<String> there) {
    var bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    if (!NAME.matcher(bare).matches()) {
      throw new Unusable("名称只能用小写字母、数字和连字符，最多 " + LONGEST_NAME + " 个，例如 water-off。",
          "The name has at most " + LONGEST_NAME + " lower-case letters, digits and hyphens, such as water-off.");
    }
    if (there.contains(PREFIX + bare)) {
      throw new Unusable("已经有一句叫 " + PREFIX + bare + "。请另起一个名称。",
          "There is a sentence " + PREFIX + bare + " already. Give this one another name.");
    }
    return PREFIX + bare;
  }

  /** The first English words that have letters of the alphabet; what was removed keeps its name. */
  private static String derived(String en, Set<String> ever) {
    var words = en.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    var bare = words.length() <= LONGEST_NAME ? words : words.substring(0, LONGEST_NAME).replaceAll("-[^-]*$", "");
    var stem = PREFIX + (bare.isEmpty() ? "sentence" : bare);
    return Stream.iterate(1, i -> i + 1).map(i -> i == 1 ? stem : stem + "-" + i).filter(id -> !ever.contains(id)).findFirst()
        .orElseThrow();
  }

  private Spoken spoken(Prompt prompt) {
    return new Spoken(prompt, PromptBook.usable(() -> desk.workshop().spoken(prompt)));
  }

  private void add(Actor by, CommunityId community, Spoken spoken) {
    var prompt = spoken.prompt();
    var before = table.versions(community, prompt.language(), prompt.id());
    int number = before.isEmpty() ? 1 : before.getFirst().version().number() + 1;
    table.keep(spoken.recorded());
    table.add(new PromptTable.Row(community, prompt.language(), prompt.id(), new Prompts.Version(number, Source.SPOKEN, prompt.text(),
        spoken.recorded().length(), "", SqlTime.exact(desk.clock().instant()), by.reference(), null), spoken.recorded().name()));
  }

  @Override
  public void remove(Actor by, CommunityId community, String id) {
    desk.transaction().executeWithoutResult(_ -> {
      if (!sentences.lock(community, id)) {
        throw new UnknownPrompt();
      }
      var places = use.places(community, id);
      if (!places.isEmpty()) {
        throw inUse(places);
      }
      sentences.remove(community, id, desk.clock().instant());
      audit(by, "prompt.sentence-removed", community, id);
    });
  }

  private static InUse inUse(List<PromptUse.Place> places) {
    var zh = places.stream().map(place -> (place.draft() ? "菜单草稿里的" : "现用菜单里的") + MenuSentences.place(place.where()).zh())
        .collect(Collectors.joining("，"));
    var en = places.stream()
        .map(place -> (place.draft() ? "in the menu's draft by " : "in the menu in force by ") + MenuSentences.place(place.where()).en())
        .collect(Collectors.joining(", "));
    return new InUse("这句话还在用，不能删除：" + zh + "。请先在语音菜单里换掉。",
        "This sentence cannot be removed while it is said " + en + ". Put another in its place on the page Voice menu first.");
  }

  /** With the words: of a sentence that is removed they stand here. */
  private void audit(Actor by, String act, CommunityId community, String id) {
    desk.audit().append(by, act, "community:" + community, Map.of(AuditLog.COMMUNITY, community.toString(), "prompt", id, "zh",
        said(community, Language.ZH, id), "en", said(community, Language.EN, id)));
  }

  private String said(CommunityId community, Language language, String id) {
    return table.versions(community, language, id).getFirst().version().said();
  }
}
