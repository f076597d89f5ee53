package org.huiyin.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import org.huiyin.flow.Menus.Difference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What differs between two documents, leaf by leaf. What has an id is found by it wherever it stands, so that a menu put before another changes nothing. */
final class MenuDifferences {
  private static final JsonMapper JSON = JsonMapper.shared();

  private MenuDifferences() {
  }

  static List<Difference> between(String from, String to) {
    var before = leaves(from);
    var after = leaves(to);
    var places = new TreeSet<>(before.keySet());
    places.addAll(after.keySet());
    var differences = new ArrayList<Difference>();
    for (var place : places) {
      if (!Objects.equals(before.get(place), after.get(place))) {
        differences.add(new Difference(place, before.get(place), after.get(place)));
      }
    }
    return List.copyOf(differences);
  }

  private static Map<String, String> leaves(String json) {
    try {
      var leaves = new TreeMap<String, String>();
      collect("", JSON.readTree(json), leaves);
      return leaves;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a menu is compared only when it is JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void collect(String place, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      node.properties().forEach(field -> collect(place + "/" + field.getKey(), field.getValue(), leaves));
    } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isObject)) {
      for (int i = 0; i < node.size(); i++) {
        collect(place + "/" + node.get(i).path("id").asString(String.valueOf(i)), node.get(i), leaves);
      }
    } else if (node.isArray()) {
      leaves.put(place, String.join(" ", node.valueStream().map(JsonNode::asString).toList()));
    } else {
      leaves.put(place, node.asString());
    }
  }
}
