package org.huiyin.web.api;

final class Limits {
  private static final int MOST = 200;

  private Limits() {
  }

  static void check(int limit) {
    check(limit, MOST);
  }

  static void check(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new IllegalArgumentException("limit must be from 1 to " + most);
    }
  }
}
