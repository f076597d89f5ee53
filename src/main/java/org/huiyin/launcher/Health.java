package org.huiyin.launcher;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service says of its parts, in words for the one who asks. */
record Health(String status, List<Part> parts) {
  /** Spring's own; the parts say it in words. */
  private static final Set<String> STATES = Set.of("livenessState", "readinessState");

  /**
   * @param what how it stands, or nothing
   * @param remedy what to do, or nothing
   */
  record Part(String name, String status, String what, String remedy) {
    boolean well() {
      return status.equals("UP");
    }
  }

  /** @return empty where the text is no health report */
  static Optional<Health> read(String json) {
    try {
      JsonNode all = JsonMapper.shared().readTree(json);
      return all.path("status").isString()
          ? Optional.of(new Health(all.path("status").asString(),
              all.path("components").properties().stream().filter(entry -> !STATES.contains(entry.getKey())).map(entry -> {
                JsonNode details = entry.getValue().path("details");
                return new Part(entry.getKey(), entry.getValue().path("status").asString("UNKNOWN"), details.path("what").asString(""),
                    details.path("remedy").asString(""));
              }).toList()))
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What keeps it from being well, in one line. */
  String complaints() {
    return parts.stream().filter(part -> !part.well())
        .map(part -> part.what().isEmpty() ? part.name() + " is " + part.status() : part.what())
        .collect(Collectors.joining("; "));
  }
}
