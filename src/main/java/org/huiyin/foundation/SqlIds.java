package org.huiyin.foundation;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

/**
 * Many ids as the one parameter of {@code = any(?)}, which both databases look up in an index. A list of parameters is another statement for each length, and
 * H2 compares each row that it found with all of them.
 */
public final class SqlIds {
  private SqlIds() {
  }

  public static <T> UUID[] of(Collection<T> all, Function<T, UUID> id) {
    return all.stream().map(id).toArray(UUID[]::new);
  }
}
