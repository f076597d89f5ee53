package org.huiyin.flow;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.flow.prompts.PromptSounds;
import org.huiyin.foundation.SelfCheck;

/** Whether every prompt can be heard. Looked at when the service starts, so that no call finds a gap. */
class PromptsCheck implements SelfCheck {
  private static final String REMEDY = "Make the sounds anew: ./huiyin down, then ./huiyin up.";
  private static final int NAMED = 10;

  private final PromptSounds sounds;

  PromptsCheck(PromptSounds sounds) {
    this.sounds = sounds;
  }

  @Override
  public String name() {
    return "prompts";
  }

  @Override
  public List<Finding> check() {
    var missing = sounds.missing().stream().map(file -> new Finding(name(file), "is missing, so callers would hear a gap.", REMEDY));
    var faulty = sounds.faults().stream().map(fault -> new Finding(name(fault.file()), fault.what() + ".", REMEDY));
    return Stream.concat(missing, faulty).toList();
  }

  /** What to say when sounds are missing; empty when all are there. */
  String gaps() {
    var missing = sounds.missing();
    if (missing.isEmpty()) {
      return "";
    }
    var named = missing.stream().limit(NAMED).map(this::name).collect(Collectors.joining(", "));
    var rest = missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "";
    return "prompts are missing under " + sounds.folder() + ": " + named + rest + ". " + REMEDY;
  }

  private String name(Path file) {
    return sounds.folder().relativize(file).toString();
  }
}
