package org.huiyin.access;

/** The acts that not everybody may do. */
public enum Permission {
  SEE_CALLS, SEE_TICKETS, CHANGE_TICKETS, SEE_FULL_NUMBERS, SEE_RECORDINGS, REPLAY, DOWNLOAD, SEE_RETENTION, SEE_AUDIT, SEE_SYSTEM, SEE_STATEMENTS, VERIFY, MANAGE_STAFF
}
