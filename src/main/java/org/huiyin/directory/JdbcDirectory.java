package org.huiyin.directory;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Keeps the whole directory in memory, so that a call finds its community while the database is away. */
@Component
class JdbcDirectory implements Directory {
  private static final Logger log = LoggerFactory.getLogger(JdbcDirectory.class);

  private final JdbcClient jdbc;
  private volatile @Nullable Snapshot snapshot;

  JdbcDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Community dialledBy(String number) {
    var known = known();
    return known.byNumber.getOrDefault(number, known.byDefault);
  }

  @Override
  public Optional<Community> community(CommunityId id) {
    var found = known().byId.get(id);
    if (found == null) {
      refresh();
      found = known().byId.get(id);
    }
    return Optional.ofNullable(found);
  }

  @Override
  public List<Community> communities() {
    return known().communities;
  }

  @Override
  public List<Department> departments(CommunityId community) {
    return known().departments.getOrDefault(community, List.of());
  }

  /** One reader at a time: an older reading never replaces a newer one. */
  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  synchronized void refresh() {
    try {
      snapshot = read();
    } catch (DataAccessException e) {
      log.warn("The directory cannot be read now; calls go on with what was known before: {}", e.getMessage());
    }
  }

  private Snapshot known() {
    var known = snapshot;
    return known == null ? first() : known;
  }

  private synchronized Snapshot first() {
    var known = snapshot;
    if (known == null) {
      known = read();
      snapshot = known;
    }
    return known;
  }

  private Snapshot read() {
    var numbers = jdbc.sql("select number, community from directory_number order by number")
        .query((row, _) -> Map.entry(row.getObject("community", UUID.class), row.getString("number"))).list().stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    var communities = jdbc.sql("select id, name, name_en, zone from directory_community").query((row, _) -> {
      var id = row.getObject("id", UUID.class);
      return new Community(new CommunityId(id), row.getString("name"), row.getString("name_en"), ZoneId.of(row.getString("zone")),
          numbers.getOrDefault(id, List.of()));
    }).list().stream().sorted(Comparator.comparing(Community::name)).toList();
    var departments = jdbc.sql("select id, community, name, name_en from directory_department order by community, position")
        .query((row, _) -> new Department(row.getObject("id", UUID.class), new CommunityId(row.getObject("community", UUID.class)),
            row.getString("name"), row.getString("name_en")))
        .list().stream().collect(groupingBy(Department::community));
    var byDefault = jdbc.sql("select default_community from directory_installation").query(UUID.class).single();
    return Snapshot.of(communities, departments, new CommunityId(byDefault));
  }

  private record Snapshot(List<Community> communities, Map<CommunityId, Community> byId, Map<String, Community> byNumber,
      Map<CommunityId, List<Department>> departments, Community byDefault) {
    static Snapshot of(List<Community> communities, Map<CommunityId, List<Department>> departments, CommunityId standard) {
      var byId = new HashMap<CommunityId, Community>();
      var byNumber = new HashMap<String, Community>();
      for (var community : communities) {
        byId.put(community.id(), community);
        community.numbers().forEach(number -> byNumber.put(number, community));
      }
      var byDefault = byId.get(standard);
      if (byDefault == null) {
        throw new IllegalStateException("the default community " + standard + " is not in the directory");
      }
      return new Snapshot(communities, byId, byNumber, departments, byDefault);
    }
  }
}
