package org.huiyin.web.security;

import org.jspecify.annotations.Nullable;

/** Why HTTPS cannot be offered, and what to do about it. */
class TlsProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String remedy;

  TlsProblem(String what, String remedy) {
    super(what);
    this.remedy = remedy;
  }

  TlsProblem(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
