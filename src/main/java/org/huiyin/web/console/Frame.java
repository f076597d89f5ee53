package org.huiyin.web.console;

import java.util.List;

import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page.
 *
 * @param viewer null on pages for people who are not signed in
 * @param rail where the viewer may go
 * @param places the communities that the viewer may choose from, none where there is nothing to choose
 * @param here the page's own address, to come back to after the language was changed
 * @param made what {@link LiveChanges} said before anything was read for the page
 */
public record Frame(@Nullable Viewer viewer, List<Door> rail, List<Place> places, Now now, String lang, String here, String made) {
  /** A small screen's bottom bar has room for so many, and for the way to the others. */
  private static final int AT_HAND = 4;

  /** The doors that a small screen shows on demand; none when all have room. */
  public List<Door> further() {
    return rail.size() > AT_HAND + 1 ? rail.subList(AT_HAND, rail.size()) : List.of();
  }

  public boolean isFurther(@Nullable String door) {
    return further().stream().anyMatch(one -> one.name().equals(door));
  }

  /** @param key the second key after g that goes there */
  public record Door(String name, String address, String key) {
  }

  /** @param id empty for all of the viewer's communities, as the name then is */
  public record Place(String id, String name, boolean chosen) {
  }

  /** How things stand; null where the viewer may not see it. */
  public record Now(@Nullable Integer calls, @Nullable Long missed, @Nullable Long urgent, @Nullable String health) {
  }
}
