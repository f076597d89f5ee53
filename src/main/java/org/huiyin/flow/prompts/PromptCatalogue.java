package org.huiyin.flow.prompts;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Every text that callers may hear. */
public final class PromptCatalogue {
  private final Map<String, Prompt> texts;

  private PromptCatalogue(Map<String, Prompt> texts) {
    this.texts = texts;
  }

  /** The catalogue that comes with the product: {@code prompts/<language>.properties}. */
  public static PromptCatalogue bundled() {
    return new PromptCatalogue(Arrays.stream(Language.values()).flatMap(language -> read(language).stream())
        .collect(Collectors.toUnmodifiableMap(Prompt::path, prompt -> prompt)));
  }

  /** The texts and the pieces of numbers, days and times, in the order of their paths. */
  public List<Prompt> all() {
    var pieces = Arrays.stream(Language.values())
        .flatMap(language -> Stream.concat(SpokenNumber.all(language).stream(), SpokenTime.all(language).stream()));
    return Stream.concat(texts.values().stream(), pieces).sorted((a, b) -> a.path().compareTo(b.path())).toList();
  }

  /** The ids of the texts, those of one language only included, in their order. */
  public List<String> ids() {
    return texts.values().stream().map(Prompt::id).distinct().sorted().toList();
  }

  public boolean has(Language language, String id) {
    return texts.containsKey(language.code() + "/" + id);
  }

  /** @throws IllegalArgumentException when there is no such text */
  public Prompt text(Language language, String id) {
    var prompt = texts.get(language.code() + "/" + id);
    if (prompt == null) {
      throw new IllegalArgumentException("there is no prompt " + language.code() + "/" + id);
    }
    return prompt;
  }

  private static List<Prompt> read(Language language) {
    var properties = new Properties();
    var name = "/prompts/" + language.code() + ".properties";
    try (var in = Objects.requireNonNull(PromptCatalogue.class.getResourceAsStream(name), name + " is not on the classpath");
        var reader = new InputStreamReader(in, UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
    return properties.stringPropertyNames().stream().map(id -> new Prompt(language, id, properties.getProperty(id).strip())).toList();
  }
}
