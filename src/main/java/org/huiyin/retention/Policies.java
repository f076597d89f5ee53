package org.huiyin.retention;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.jspecify.annotations.Nullable;

/** How long recordings are kept, by category and priority, in versions that are never changed. A new one takes two people. */
public interface Policies {
  /** The kind of the proposals to change it. */
  String CHANGE = "policy.change";
  String SUBJECT = "policy:installation";

  Version current();

  /** The latest first. */
  List<Version> versions();

  /** What would be destroyed under other periods a week from now, and is not due under those in force; what is kept otherwise is not counted. */
  long newlyDue(Periods periods);

  /** The same, one by one, the oldest call first, as far as these communities are concerned; limit 1 to 1000. */
  List<Retention.Kept> newlyDue(Periods periods, Set<CommunityId> communities, int limit);

  /**
   * @throws IllegalArgumentException when the periods are those in force
   * @throws IllegalStateException when a change is proposed already
   */
  Proposal propose(Actor by, Periods periods, String reason);

  /** The periods that a proposal to change them asks for; null when it followed another version than the one in force. */
  @Nullable
  Periods proposed(Proposal proposal);

  /** In calendar years from the call; 1 or 2. */
  record Years(int normal, int urgent) {
    public Years {
      if (normal < 1 || normal > 2 || urgent < 1 || urgent > 2) {
        throw new IllegalArgumentException("a recording is kept for one or two calendar years");
      }
    }

    public int of(Priority priority) {
      return priority == Priority.URGENT ? urgent : normal;
    }
  }

  /** Of every category. What has no ticket is kept as long as the longest of them says. */
  record Periods(Map<Category, Years> years) {
    /** @throws IllegalArgumentException when a category is missing */
    public Periods {
      years = Map.copyOf(years);
      if (years.size() != Category.values().length) {
        throw new IllegalArgumentException("each category has its period: " + Arrays.toString(Category.values()));
      }
    }

    public static Periods of(BiFunction<Category, Priority, Integer> years) {
      var all = new EnumMap<Category, Years>(Category.class);
      for (var category : Category.values()) {
        all.put(category, new Years(years.apply(category, Priority.NORMAL), years.apply(category, Priority.URGENT)));
      }
      return new Periods(all);
    }

    public int of(Category category, Priority priority) {
      return java.util.Objects.requireNonNull(years.get(category)).of(priority);
    }

    /** In years: how long what has no ticket is kept. */
    public int longest() {
      return years.values().stream().mapToInt(one -> Math.max(one.normal(), one.urgent())).max().orElseThrow();
    }
  }

  /**
   * @param number 0 for the settings, which hold before the first change
   * @param periods null for settings that are not whole years
   */
  record Version(int number, @Nullable Periods periods, @Nullable Instant inForce, String reason, String proposer, String approver) {
  }
}
