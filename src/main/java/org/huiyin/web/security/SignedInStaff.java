package org.huiyin.web.security;

import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;
import java.util.UUID;

/**
 * What a session remembers of a person; who they are and what they may do is looked up at each request.
 *
 * @param generation of the credentials at sign-in: when it has moved on, the session is over
 */
record SignedInStaff(UUID staff, long generation, Instant since) implements Principal, Serializable {
  @Override
  public String getName() {
    return staff.toString();
  }
}
