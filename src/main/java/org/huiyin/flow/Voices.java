package org.huiyin.flow;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SelfCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The communities' own voices, held in memory so that a call hears them while the database is away, and their sounds as files, where Asterisk finds them. A
 * sound is said only when its file is there whole; until then callers hear the product's. A sentence that was removed is still known for a day: calls, and menus
 * on other machines, may not have come to their end with it.
 */
@Component
class Voices implements SmartInitializingSingleton, SelfCheck {
  private static final Logger log = LoggerFactory.getLogger(Voices.class);

  private static final Duration LONGER_THAN_ANY_CALL = Duration.ofDays(1);

  private final PromptTable table;
  private final Directory directory;
  private final PromptSounds sounds;
  private final Clock clock;
  /** Sounds that lie here and that nobody says any more, since when. */
  private final Map<String, Instant> silent = new HashMap<>();
  private volatile Map<CommunityId, Voice> known = Map.of();
  private volatile Set<String> unheard = Set.of();

  Voices(PromptTable table, Directory directory, PromptSounds sounds, Clock clock) {
    this.table = table;
    this.directory = directory;
    this.sounds = sounds;
    this.clock = clock;
  }

  /** Never throws: without the database it is what was known before. */
  Voice of(CommunityId community) {
    return known.getOrDefault(community, Voice.DELIVERED);
  }

  /** The same for a number; the product's voice where nobody knows whose it is. */
  Voice dialled(String number) {
    try {
      return of(directory.dialledBy(number).id());
    } catch (RuntimeException e) {
      log.warn("Whose number was dialled cannot be read; the call hears the product's own prompts: {}", e.getMessage());
      return Voice.DELIVERED;
    }
  }

  /** The first caller after a start does not wait for it. */
  @Override
  public void afterSingletonsInstantiated() {
    refresh();
  }

  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  void refresh() {
    try {
      reread();
    } catch (DataAccessException e) {
      log.warn("The communities' own prompts cannot be read now; calls go on with those that were known before: {}", e.getMessage());
    }
  }

  /** One reader at a time: an older reading never replaces a newer one. */
  private synchronized void reread() {
    var now = new HashMap<CommunityId, Map<String, Voice.Own>>();
    var unable = new HashSet<String>();
    for (var row : table.newest(clock.instant().minus(LONGER_THAN_ANY_CALL))) {
      var sound = row.sound();
      if (sound == null) {
        continue;
      }
      if (isThere(row, sound)) {
        now.computeIfAbsent(row.community(), _ -> new HashMap<>()).put(row.path(),
            new Voice.Own(row.version().number(), sound, row.version().said(), row.version().length()));
      } else {
        unable.add(row.community() + " " + row.path());
      }
    }
    var voices = new HashMap<CommunityId, Voice>();
    now.forEach((community, own) -> voices.put(community, new Voice(own)));
    known = Map.copyOf(voices);
    unheard = Set.copyOf(unable);
    removeSilent(
        voices.values().stream().flatMap(voice -> voice.own().values().stream()).map(Voice.Own::sound).collect(Collectors.toSet()));
  }

  /** A call keeps the voice with which it began. What is said again later is written anew from the database. */
  private void removeSilent(Set<String> said) {
    try {
      var lying = new HashSet<>(sounds.own());
      lying.removeAll(said);
      silent.keySet().retainAll(lying);
      var now = clock.instant();
      for (String sound : lying) {
        if (Duration.between(silent.computeIfAbsent(sound, _ -> now), now).compareTo(LONGER_THAN_ANY_CALL) > 0) {
          sounds.removeOwn(sound);
          silent.remove(sound);
        }
      }
    } catch (IOException e) {
      log.warn("Sounds that nobody says any more cannot be removed and take room until they can: {}", e.toString());
    }
  }

  private boolean isThere(PromptTable.Row row, String sound) {
    if (sounds.hasOwn(sound)) {
      return true;
    }
    try {
      var recorded = table.recorded(sound, row.version().length());
      if (recorded.isPresent()) {
        sounds.keepOwn(recorded.orElseThrow());
        return true;
      }
    } catch (IOException e) {
      log.warn("The own prompt {} of community {} cannot be written; callers hear the product's: {}", row.path(), row.community(),
          e.toString());
    }
    return false;
  }

  @Override
  public String name() {
    return "own-prompts";
  }

  @Override
  public List<Finding> check() {
    return unheard.stream().sorted().map(each -> new Finding("community:" + each,
        "is a prompt of the community's own whose sound is not there, so callers hear the product's, or nothing where the product has none.",
        "Make room on the disk, or record the prompt anew on the page Prompts.")).toList();
  }
}
