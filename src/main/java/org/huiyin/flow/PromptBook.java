package org.huiyin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.flow.prompts.SoundWorkshop;
import org.huiyin.flow.prompts.UnusableSound;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class PromptBook implements Prompts {
  private static final int LONGEST_NOTE = 200;

  private final PromptTable table;
  private final Repertoire repertoire;
  private final Voices voices;
  private final PromptUse use;
  private final MenuBook menus;
  private final ToneTime toneTime;
  private final Desk desk;

  /** What changing a prompt needs besides. */
  record Desk(PromptCatalogue catalogue, PromptSounds delivered, SoundWorkshop workshop, Directory directory, AuditLog audit,
      TransactionTemplate transaction, Clock clock) {
  }

  /** A sound that could be put in force. */
  record Prepared(Prompt prompt, Source source, Recorded recorded) {
  }

  PromptBook(PromptTable table, Repertoire repertoire, Voices voices, PromptUse use, MenuBook menus, ToneTime toneTime, Desk desk) {
    this.table = table;
    this.repertoire = repertoire;
    this.voices = voices;
    this.use = use;
    this.menus = menus;
    this.toneTime = toneTime;
    this.desk = desk;
  }

  @Override
  public List<Entry> all(CommunityId community) {
    var voice = voices.of(community);
    var used = use.of(community);
    return repertoire.ids(community).stream().flatMap(id -> Stream.of(Language.values())
        .filter(language -> Prompt.isOwn(id) || desk.catalogue().has(language, id))
        .map(language -> entry(community, language, id, voice, used.contains(id)))).toList();
  }

  private Entry entry(CommunityId community, Language language, String id, Voice voice, boolean used) {
    var path = language.code() + "/" + id;
    var elsewhere = Stream.of(Language.values()).filter(other -> other != language).anyMatch(other -> voice.own().containsKey(other.code()
        + "/" + id));
    boolean own = voice.own().containsKey(path);
    if (Prompt.isOwn(id)) {
      return new Entry(language.code(), id, versions(community, language.code(), id).getFirst(), used, !own, false);
    }
    var current = own ? versions(community, language.code(), id).getFirst() : delivered(language, id);
    return new Entry(language.code(), id, current, used, !own && current.length().isZero(), !own && elsewhere);
  }

  @Override
  public List<Version> versions(CommunityId community, String language, String id) {
    var prompt = repertoire.known(community, language, id);
    var all = new ArrayList<Version>();
    table.versions(community, prompt.language(), id).forEach(row -> all.add(row.version()));
    if (!prompt.isOwn()) {
      all.add(delivered(prompt.language(), id));
    }
    return List.copyOf(all);
  }

  private Version delivered(Language language, String id) {
    var prompt = desk.catalogue().text(language, id);
    return new Version(DELIVERED, Source.DELIVERED, prompt.text(), desk.delivered().length(prompt.path()), "", null, "", null);
  }

  @Override
  public Optional<byte[]> sound(CommunityId community, String language, String id, int version) {
    var prompt = repertoire.known(community, language, id);
    var rows = table.versions(community, prompt.language(), id);
    var row = rows.stream().filter(each -> each.version().number() == version).findFirst();
    if (row.isEmpty() && (version != DELIVERED || prompt.isOwn())) {
      return Optional.empty();
    }
    var sound = row.map(PromptTable.Row::sound).orElse(null);
    try {
      return sound == null ? desk.delivered().bytes(prompt.path()) : table.narrow(sound);
    } catch (IOException e) {
      throw new UncheckedIOException("the sound of " + prompt.path() + " cannot be read", e);
    }
  }

  @Override
  public Version upload(Actor by, CommunityId community, String language, String id, String said, byte[] file, String note) {
    return take(by, community, preparedUpload(community, language, id, said, file, note), note, Change::nothing);
  }

  /** What would be put in force, to be heard before. */
  Prepared preparedUpload(CommunityId community, String language, String id, String said, byte[] file, String note) {
    var prompt = toBeRecorded(community, language, id, said, note);
    return new Prepared(prompt, Source.UPLOADED, usable(() -> desk.workshop().converted(prompt, file)));
  }

  /**
   * A prompt with the words that are heard in a recording of it.
   *
   * @param said at most 300 characters; empty for those of the version before
   */
  private Prompt heard(CommunityId community, String language, String id, String said) {
    var before = repertoire.known(community, language, id);
    if (said.strip().length() > SoundWorkshop.MOST_WORDS) {
      throw new Unusable("文字最多 " + SoundWorkshop.MOST_WORDS + " 个字。",
          "The words have at most " + SoundWorkshop.MOST_WORDS + " characters.");
    }
    return new Prompt(before.language(), id, said.isBlank() ? versions(community, language, id).getFirst().said() : said.strip());
  }

  /** The prompt that somebody wants to record, if it is one that the community may say in its own voice; see {@link #upload}. */
  Prompt toBeRecorded(CommunityId community, String language, String id, String said, String note) {
    var prompt = heard(community, language, id, said);
    checkNote(note);
    return prompt;
  }

  /**
   * What would be put in force, heard before it is.
   *
   * @throws UnusableSound as for an uploaded one
   * @throws TooLongAWait as for an uploaded one
   */
  Recorded finished(CommunityId community, Prompt prompt, byte[] wav) throws IOException {
    var recorded = desk.workshop().telephoned(prompt, wav);
    checkToneTime(community, prompt.path(), recorded.length());
    return recorded;
  }

  /**
   * Puts a finished recording in force.
   *
   * @param besides what is done in the same transaction
   * @throws TooLongAWait when the menu was changed meanwhile
   * @throws Menus.Stale when somebody else changed the same prompt at the same time
   */
  Version keep(Actor by, CommunityId community, Prompt prompt, Recorded recorded, String note, Runnable besides) {
    return take(by, community, new Prepared(prompt, Source.RECORDED, recorded), note, besides);
  }

  @Override
  public Version speak(Actor by, CommunityId community, String language, String id, String words, String note) {
    return take(by, community, preparedSpeech(community, language, id, words, note), note, Change::nothing);
  }

  /** What would be put in force, to be heard before. */
  Prepared preparedSpeech(CommunityId community, String language, String id, String words, String note) {
    var before = repertoire.known(community, language, id);
    if (words.isBlank()) {
      throw new Unusable("请写要说的话。", "Write what is to be said.");
    }
    checkNote(note);
    var prompt = new Prompt(before.language(), id, words.strip());
    return new Prepared(prompt, Source.SPOKEN, usable(() -> desk.workshop().spoken(prompt)));
  }

  /** @param besides what is done in the same transaction */
  Version take(Actor by, CommunityId community, Prepared made, String note, Runnable besides) {
    var act = switch (made.source()) {
      case SPOKEN -> "prompt.spoken";
      case UPLOADED -> "prompt.uploaded";
      case RECORDED -> "prompt.recorded";
      case DELIVERED -> throw new IllegalArgumentException("the product's own is gone back to");
    };
    return change(by, community, new Change(act, made.prompt(), made.source(), made.recorded(), note, null, besides));
  }

  @Override
  public Version goBack(Actor by, CommunityId community, String language, String id, int to, String note) {
    var prompt = repertoire.known(community, language, id);
    checkNote(note);
    if (to == DELIVERED && !prompt.isOwn()) {
      return change(by, community, Change.back(prompt, Source.DELIVERED, null, note, to));
    }
    var old = table.versions(community, prompt.language(), id).stream().filter(row -> row.version().number() == to).findFirst()
        .orElseThrow(UnknownPrompt::new);
    var sound = old.sound();
    return change(by, community, Change.back(new Prompt(prompt.language(), id, old.version().said()), old.version().source(),
        sound == null ? null : table.recorded(sound, old.version().length()).orElseThrow(UnknownPrompt::new), note, to));
  }

  /**
   * A version that comes into force.
   *
   * @param act how the audit calls it
   * @param recorded null for the product's own
   * @param besides what is done in the same transaction
   */
  private record Change(String act, Prompt prompt, Source source, @Nullable Recorded recorded, String note, @Nullable Integer backTo,
      Runnable besides) {
    static Change back(Prompt prompt, Source source, @Nullable Recorded recorded, String note, int to) {
      return new Change("prompt.taken-back", prompt, source, recorded, note, to, Change::nothing);
    }

    private static void nothing() {
      // most changes need nothing besides
    }
  }

  private Version change(Actor by, CommunityId community, Change change) {
    var prompt = change.prompt();
    var recorded = change.recorded();
    if (desk.directory().community(community).isEmpty()) {
      throw new IllegalArgumentException("no such community");
    }
    var length = recorded == null ? desk.delivered().length(prompt.path()) : recorded.length();
    if (recorded != null) {
      checkToneTime(community, prompt.path(), length);
    }
    try {
      var version = java.util.Objects.requireNonNull(desk.transaction().execute(_ -> {
        repertoire.hold(community, prompt);
        var before = table.versions(community, prompt.language(), prompt.id());
        int number = before.isEmpty() ? DELIVERED + 1 : before.getFirst().version().number() + 1;
        var added = new Version(number, change.source(), prompt.text(), length, change.note().strip(),
            SqlTime.exact(desk.clock().instant()), by.reference(), change.backTo());
        if (recorded != null) {
          table.keep(recorded);
        }
        table.add(new PromptTable.Row(community, prompt.language(), prompt.id(), added, recorded == null ? null : recorded.name()));
        change.besides().run();
        desk.audit().append(by, change.act(), "community:" + community,
            Map.of(AuditLog.COMMUNITY, community.toString(), "prompt", prompt.path(),
                "version", String.valueOf(number), "sound", recorded == null ? "delivered" : recorded.name()));
        return added;
      }));
      voices.refresh();
      return version;
    } catch (DuplicateKeyException _) {
      throw new Menus.Stale("somebody else changed this prompt at the same time");
    }
  }

  /** Whoever presses no key hears the tone soon, with the lengths of the real sounds; what is too long already may only become shorter. */
  void checkToneTime(CommunityId community, String path, Duration length) {
    var menu = menus.inForce(community).menu();
    var after = toneTime.longest(menu, community, Map.of(path, length));
    if (after.compareTo(ToneTime.LONGEST) > 0 && after.compareTo(toneTime.longest(menu, community)) > 0) {
      throw new TooLongAWait(after);
    }
  }

  private static void checkNote(String note) {
    if (note.isBlank() || note.strip().length() > LONGEST_NOTE) {
      throw new Unusable("请写明为什么改（1 到 " + LONGEST_NOTE + " 个字）。", "Say why, in 1 to " + LONGEST_NOTE + " characters.");
    }
  }

  /** Makes a sound. */
  interface Making {
    Recorded made() throws IOException;
  }

  static Recorded usable(Making making) {
    try {
      return making.made();
    } catch (UnusableSound e) {
      throw new Unusable(e.zh(), e.en());
    } catch (IOException e) {
      throw new UncheckedIOException("a prompt cannot be made", e);
    }
  }
}
