package org.huiyin.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.huiyin.directory.Directory;
import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.CommunityId;
import org.springframework.stereotype.Component;

/** Calls that nobody makes, through the menu in force or through any other. */
@Component
class MenuPaths implements CallPaths, MenuTrials {
  private static final Pattern KEYS = Pattern.compile("[0-9*#]{0,20}");
  private static final Pattern DEEDS = Pattern.compile("[0-9*#x-]{0," + LONGEST + "}");

  private final MenuBook menus;
  private final Situations situations;
  private final Directory directory;
  private final MenuDocument documents;
  private final Repertoire repertoire;
  private final PromptSounds sounds;
  private final Voices voices;
  private final Map<String, String> texts;

  MenuPaths(MenuBook menus, Situations situations, Directory directory, Repertoire repertoire, PromptSounds sounds, Voices voices) {
    this.menus = menus;
    this.voices = voices;
    this.repertoire = repertoire;
    this.situations = situations;
    this.directory = directory;
    this.documents = new MenuDocument(repertoire.catalogue());
    this.sounds = sounds;
    this.texts = Tour.texts(repertoire.catalogue());
  }

  @Override
  public Path path(String number, Instant at, String keys) {
    if (!KEYS.matcher(keys).matches()) {
      throw new IllegalArgumentException("keys are at most 20 out of 0-9 * #");
    }
    var found = situations.at(number, at);
    var menu = menus.dialled(number);
    return new Path(directory.dialledBy(number).id(), found.attendance(), menu.version().id(),
        new Tour(menu.menu(), found.situation(), voices.dialled(number).texts(texts)).of(Caller.pressing(keys)).stages());
  }

  @Override
  public Trial walk(String document, CommunityId community, String number, Instant at, String deeds) {
    if (!DEEDS.matcher(deeds).matches()) {
      throw new IllegalArgumentException("a caller does at most " + LONGEST + " things out of 0-9 * # - x");
    }
    var own = repertoire.own(community);
    var faults = documents.faults(document, own);
    if (!faults.isEmpty()) {
      throw new Menus.BrokenDraft(faults);
    }
    var found = situations.at(community, number, at);
    var way = new Tour(documents.read("on trial", document, own), found.situation(), voices.of(community).texts(texts))
        .of(Caller.doing(deeds, at));
    return new Trial(found.attendance(), way.stages(), switch (way.last()) {
      case Step.Notice _,Step.Announce _,Step.Ask _,Step.Tell _,Step.Review _ -> WaitsFor.KEY;
      case Step.Enquire _ -> WaitsFor.NUMBER;
      case Step.Listen _ -> WaitsFor.SPEECH;
      case Step.Turn _,Step.Chosen _,Step.Invite _,Step.Replay _,Step.Thank _,Step.Done _,Step.Gone _ -> WaitsFor.NOTHING;
    });
  }

  @Override
  public Optional<byte[]> sound(CommunityId community, List<String> prompts) {
    var voice = voices.of(community);
    if (prompts.isEmpty() || !voice.texts(texts).keySet().containsAll(prompts)) {
      return Optional.empty();
    }
    try {
      return Optional.of(sounds.oneAfterTheOther(voice.paths(prompts)));
    } catch (java.nio.file.NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the prompts cannot be read", e);
    }
  }
}
