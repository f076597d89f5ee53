package org.huiyin.approval;

import java.util.List;

/** Knows who may decide. Provided by the module that knows the roles. */
public interface Voters {
  /** Everybody who may decide something now; never a disabled account. */
  List<Voter> all();
}
