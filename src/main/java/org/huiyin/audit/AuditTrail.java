package org.huiyin.audit;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/** Reads the log of acts. */
public interface AuditTrail {
  /** The latest first. */
  List<Entry> newest(Query query);

  /** How many entries wait for their place in the chain; more than a few for longer than a minute means that the sealer stands still. */
  long unsealed();

  /** How far the chain goes. Whoever writes this down elsewhere can prove later that nothing before it was changed. */
  Head head();

  /** The hashes of the links at these places; a place that nothing has is left out. At most 1000 at once. */
  Map<Long, String> hashes(Collection<Long> places);

  /**
   * @param seq the entry's place in the chain; null until it is sealed, about a second after the deed
   * @param hash SHA-256 in lower-case hex; null until it is sealed
   * @param community whom it concerns; null for the installation as a whole
   */
  record Entry(UUID id, Instant at, String actor, String act, String subject, @Nullable CommunityId community, Map<String, String> details,
      @Nullable Long seq, @Nullable String hash) {
    public Place place() {
      return new Place(at, id);
    }
  }

  /**
   * Every filter that is null lets everything through.
   *
   * @param communities only entries of these and of the installation as a whole
   * @param act the whole act, such as {@code recording.replayed}, or a first part that ends with a dot, such as {@code recording.}
   * @param from from this moment on
   * @param to before this moment
   * @param after only entries that come after this place in the list, so older ones
   * @param limit 1 to 200
   */
  record Query(Set<CommunityId> communities, @Nullable String actor, @Nullable String act, @Nullable String subject, @Nullable Instant from,
      @Nullable Instant to, @Nullable Place after, int limit) {
    public Query {
      if (limit < 1 || limit > 200) {
        throw new IllegalArgumentException("a page has 1 to 200 entries");
      }
    }

    public static Query all(Set<CommunityId> communities, int limit) {
      return new Query(communities, null, null, null, null, null, null, limit);
    }
  }

  /** A place in the list; its text form fits into an address. */
  record Place(Instant at, UUID id) {
    /** @throws IllegalArgumentException when the text is not the text form of a place */
    public static Place of(String text) {
      int split = text.indexOf('_');
      try {
        return new Place(Instant.parse(text.substring(0, Math.max(split, 0))), UUID.fromString(text.substring(split + 1)));
      } catch (java.time.DateTimeException e) {
        throw new IllegalArgumentException("not a place in the log", e);
      }
    }

    @Override
    public String toString() {
      return at + "_" + id;
    }
  }

  record Head(long seq, String hash) {
  }
}
