package org.huiyin.directory;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class JdbcCommunities implements Communities {
  /** The dialplan's {@code _[+0-9]!} and what its FILTER leaves. */
  private static final Pattern NUMBER = Pattern.compile("[+0-9][0-9+*#]{0,31}");
  private static final int LONGEST_NAME = 100;

  private final JdbcClient jdbc;
  private final JdbcDirectory directory;
  private final StaffRegister staff;
  private final ObjectProvider<ReservedNumbers> reserved;
  private final AuditLog audit;
  private final TransactionTemplate transaction;

  JdbcCommunities(JdbcClient jdbc, JdbcDirectory directory, StaffRegister staff, ObjectProvider<ReservedNumbers> reserved, AuditLog audit,
      TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.directory = directory;
    this.staff = staff;
    this.reserved = reserved;
    this.audit = audit;
    this.transaction = transaction;
  }

  @Override
  public CommunityId add(Actor by, String name, String nameEn, String zone, String number) {
    var names = names(name, nameEn);
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      throw new Refused(Why.ZONE);
    }
    return change(() -> {
      requireEverywhere(by);
      requireFree(number);
      var id = CommunityId.random();
      jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, ?, ?, ?)")
          .params(id.value(), name.strip(), nameEn.strip(), zone).update();
      give(id, number);
      var details = new HashMap<>(names);
      details.put("zone", zone);
      details.put("number", number);
      audit(by, "community.added", id, details);
      join(by, id);
      return id;
    });
  }

  @Override
  public void rename(Actor by, CommunityId community, String name, String nameEn) {
    var names = names(name, nameEn);
    change(() -> {
      var before = must(community);
      jdbc.sql("update directory_community set name = ?, name_en = ? where id = ?").params(name.strip(), nameEn.strip(), community.value())
          .update();
      var details = new HashMap<>(names);
      details.putAll(before);
      audit(by, "community.renamed", community, details);
      return community;
    });
  }

  @Override
  public void addNumber(Actor by, CommunityId community, String number) {
    change(() -> {
      must(community);
      requireFree(number);
      give(community, number);
      audit(by, "community.number-added", community, Map.of("number", number));
      return community;
    });
  }

  @Override
  public void removeNumber(Actor by, CommunityId community, String number) {
    change(() -> {
      must(community);
      var numbers = jdbc.sql("select number from directory_number where community = ?").param(community.value()).query(String.class).list();
      if (!numbers.contains(number)) {
        throw new Refused(Why.NUMBER_UNKNOWN);
      }
      if (numbers.size() == 1) {
        throw new Refused(Why.LAST_NUMBER);
      }
      jdbc.sql("delete from directory_number where number = ? and community = ?").params(number, community.value()).update();
      audit(by, "community.number-removed", community, Map.of("number", number));
      return community;
    });
  }

  /** One change of the communities at a time, under the lock of the staff, who may join one by it. */
  private <T> T change(Supplier<T> deed) {
    var done = Objects.requireNonNull(transaction.execute(_ -> {
      jdbc.sql("select id from directory_installation where id = 1 for update").query(Integer.class).single();
      return deed.get();
    }));
    directory.refresh();
    return done;
  }

  /** What is in the database counts, not what was known before: another node may have added a community just now. */
  private void requireEverywhere(Actor by) {
    if (by instanceof Actor.Staff(var id)) {
      var theirs = staff.find(id).map(StaffMember::communities).orElse(Set.of());
      var all = jdbc.sql("select id from directory_community")
          .query((row, _) -> new CommunityId(row.getObject("id", UUID.class))).list();
      if (!theirs.containsAll(all)) {
        throw new Refused(Why.NOT_EVERYWHERE);
      }
    }
  }

  private void requireFree(String number) {
    if (!NUMBER.matcher(number).matches()) {
      throw new Refused(Why.NUMBER_MALFORMED);
    }
    if (reserved.stream().anyMatch(each -> each.isReserved(number))) {
      throw new Refused(Why.NUMBER_RESERVED);
    }
    if (jdbc.sql("select community from directory_number where number = ?").param(number).query(UUID.class).optional().isPresent()) {
      throw new Refused(Why.NUMBER_TAKEN);
    }
  }

  private void give(CommunityId community, String number) {
    jdbc.sql("insert into directory_number (number, community) values (?, ?)").params(number, community.value()).update();
  }

  private void join(Actor by, CommunityId community) {
    if (by instanceof Actor.Staff(var id)) {
      var member = staff.find(id).orElseThrow();
      var theirs = new HashSet<>(member.communities());
      theirs.add(community);
      staff.change(by, id, member.name(), member.roles(), theirs);
    }
  }

  /** What it is called now, for the audit. */
  private Map<String, String> must(CommunityId community) {
    return jdbc.sql("select name, name_en from directory_community where id = ?").param(community.value())
        .query((row, _) -> Map.of("name-before", row.getString("name"), "name-en-before", row.getString("name_en"))).optional()
        .orElseThrow(() -> new IllegalArgumentException("no such community"));
  }

  private static Map<String, String> names(String name, String nameEn) {
    if (List.of(name, nameEn).stream().anyMatch(each -> each.isBlank() || each.strip().length() > LONGEST_NAME)) {
      throw new Refused(Why.NAME);
    }
    return Map.of("name", name.strip(), "name-en", nameEn.strip());
  }

  private void audit(Actor by, String act, CommunityId community, Map<String, String> details) {
    var all = new HashMap<>(details);
    all.put(AuditLog.COMMUNITY, community.toString());
    audit.append(by, act, "community:" + community, all);
  }
}
