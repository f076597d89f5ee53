package org.huiyin.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.huiyin.flow.prompts.PromptSounds;

/**
 * What a community says in its own voice, as it was at one moment: a call takes it when it begins and keeps it.
 *
 * @param own by the prompt's path, {@code zh/notice}
 */
record Voice(Map<String, Own> own) {
  static final Voice DELIVERED = new Voice(Map.of());
  private static final String FOLDER = "huiyin/";
  private static final int VERSION_LENGTH = 12;

  /** @param sound the name of its file */
  record Own(int version, String sound, String said, Duration length) {
  }

  Voice {
    own = Map.copyOf(own);
  }

  /** What Asterisk plays in the place of {@code huiyin/zh/menu}. */
  String sound(String delivered) {
    var found = own.get(delivered.startsWith(FOLDER) ? delivered.substring(FOLDER.length()) : delivered);
    return found == null ? delivered : PromptSounds.own(found.sound());
  }

  List<String> sounds(List<String> delivered) {
    return delivered.stream().map(this::sound).toList();
  }

  /** The same below the folder of sounds: {@code zh/menu}, or {@code own/4f0c...} in its place. */
  List<String> paths(List<String> delivered) {
    return delivered.stream().map(path -> own.containsKey(path) ? sound(path).substring(FOLDER.length()) : path).toList();
  }

  /** {@code zh-4f0c1a2b3c4d} for a prompt of the community's own; empty for a delivered one. */
  String version(String path) {
    var found = own.get(path);
    return found == null ? "" : path.substring(0, path.indexOf('/')) + "-" + found.sound().substring(0, VERSION_LENGTH);
  }

  /** What is heard, by the prompt's path. */
  Map<String, String> texts(Map<String, String> delivered) {
    if (own.isEmpty()) {
      return delivered;
    }
    var all = new HashMap<>(delivered);
    own.forEach((path, each) -> all.put(path, each.said()));
    return Map.copyOf(all);
  }
}
