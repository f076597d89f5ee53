package org.huiyin.ticket;

/** How soon somebody must act. */
public enum Priority {
  URGENT, NORMAL
}
