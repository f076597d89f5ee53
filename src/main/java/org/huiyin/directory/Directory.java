package org.huiyin.directory;

import java.util.List;
import java.util.Optional;

import org.huiyin.foundation.CommunityId;

/** Looks up communities and departments. */
public interface Directory {
  /** The community that a dialled number belongs to; the default community when nobody has that number. */
  Community dialledBy(String number);

  Optional<Community> community(CommunityId id);

  /** In the order of their names. */
  List<Community> communities();

  List<Department> departments(CommunityId community);
}
