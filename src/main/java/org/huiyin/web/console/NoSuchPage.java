package org.huiyin.web.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** There is no such thing, or none that the viewer may know of. */
class NoSuchPage extends ResponseStatusException {
  private static final long serialVersionUID = 1;

  NoSuchPage(String what) {
    super(HttpStatus.NOT_FOUND, what);
  }
}
