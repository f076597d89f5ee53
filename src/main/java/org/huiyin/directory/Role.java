package org.huiyin.directory;

/** What a member of staff is here for; one person may be several. */
public enum Role {
  OPERATOR, SUPERVISOR, AUDITOR, ADMINISTRATOR,
  /** Somebody of the district (街道): the second person where a community has only one. */
  DISTRICT
}
