package org.huiyin.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Component
class JdbcAudit implements AuditLog, AuditTrail {
  private static final Pattern ACT = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+");
  private static final int LONGEST_ACT = 80;
  private static final int LONGEST_ACTOR = 80;
  private static final int LONGEST_SUBJECT = 120;
  private static final int LONGEST_DETAILS = 4000;
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
  };

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  JdbcAudit(JdbcTemplate template, Clock clock) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void append(Actor actor, String act, String subject, Map<String, String> details) {
    append(actor, act, List.of(new Deed(subject, details)));
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void append(Actor actor, String act, List<Deed> deeds) {
    if (!ACT.matcher(act).matches() || act.length() > LONGEST_ACT) {
      throw new IllegalArgumentException("an act is written like recording.replayed, at most " + LONGEST_ACT + " characters");
    }
    var at = SqlTime.of(clock.instant());
    var entries = new ArrayList<Object[]>();
    for (var deed : deeds) {
      var text = json.writeValueAsString(new TreeMap<>(deed.details()));
      if (deed.subject().isBlank() || deed.subject().length() > LONGEST_SUBJECT || actor.reference().length() > LONGEST_ACTOR
          || text.length() > LONGEST_DETAILS) {
        throw new IllegalArgumentException("the entry " + act + " does not fit: subject at most " + LONGEST_SUBJECT + " characters, actor "
            + LONGEST_ACTOR + ", details " + LONGEST_DETAILS);
      }
      var community = deed.details().get(COMMUNITY);
      entries.add(new Object[]{UUID.randomUUID(), at, actor.reference(), act, deed.subject(),
          community == null ? null : CommunityId.of(community).value(), text});
    }
    template.batchUpdate("insert into audit_entry (id, at, actor, act, subject, community, details) values (?, ?, ?, ?, ?, ?, ?)", entries);
    template.batchUpdate("insert into audit_pending (entry, at) values (?, ?)",
        entries.stream().map(entry -> new Object[]{entry[0], at}).toList());
  }

  @Override
  @Transactional(readOnly = true)
  public List<Entry> newest(Query query) {
    var sql = new StringBuilder("select " + LogRow.COLUMNS
        + ", l.seq, l.hash from audit_entry e left join audit_link l on l.entry = e.id where ");
    var parameters = new ArrayList<Object>();
    var communities = query.communities().stream().map(CommunityId::value).toList();
    sql.append("(e.community is null").append(communities.isEmpty() ? ")" : " or e.community in (" + marks(communities.size()) + "))");
    parameters.addAll(communities);
    filter(sql, parameters, "e.actor = ?", query.actor());
    var act = query.act();
    if (act != null && act.endsWith(".")) {
      // An act has no wildcard character but the underscore that it must not have; so the pattern means what it says.
      filter(sql, parameters, "e.act like ?", act.replaceAll("[%_\\\\]", "") + "%");
    } else {
      filter(sql, parameters, "e.act = ?", act);
    }
    filter(sql, parameters, "e.subject = ?", query.subject());
    filter(sql, parameters, "e.at >= ?", query.from() == null ? null : SqlTime.of(query.from()));
    filter(sql, parameters, "e.at < ?", query.to() == null ? null : SqlTime.of(query.to()));
    var after = query.after();
    if (after != null) {
      sql.append(" and (e.at, e.id) < (?, ?)");
      parameters.add(SqlTime.of(after.at()));
      parameters.add(after.id());
    }
    sql.append(" order by e.at desc, e.id desc limit ").append(query.limit());
    return jdbc.sql(sql.toString()).params(parameters).query((row, _) -> {
      var entry = LogRow.read(row);
      var community = entry.community();
      return new Entry(entry.id(), entry.at(), entry.actor(), entry.act(), entry.subject(),
          community == null ? null : new CommunityId(community), json.readValue(entry.details(), TEXTS), row.getObject("seq", Long.class),
          row.getString("hash"));
    }).list();
  }

  @Override
  @Transactional(readOnly = true)
  public long unsealed() {
    return jdbc.sql("select count(*) from audit_pending").query(Long.class).single();
  }

  @Override
  @Transactional(readOnly = true)
  public Head head() {
    return jdbc.sql("select seq, hash from audit_head where id = 1").query((row, _) -> new Head(row.getLong("seq"), row.getString("hash")))
        .single();
  }

  @Override
  @Transactional(readOnly = true)
  public Map<Long, String> hashes(Collection<Long> places) {
    var hashes = new HashMap<Long, String>();
    if (!places.isEmpty()) {
      jdbc.sql("select seq, hash from audit_link where seq in (:places)").param("places", places)
          .query(row -> {
            hashes.put(row.getLong("seq"), row.getString("hash"));
          });
    }
    return hashes;
  }

  private static void filter(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(" and ").append(condition);
      parameters.add(value);
    }
  }

  private static String marks(int count) {
    return String.join(",", java.util.Collections.nCopies(count, "?"));
  }
}
