package org.huiyin.web.api;

/** There is no such thing, or none that the viewer may know of. */
final class NotThere extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotThere(String kind, String id) {
    super("there is no " + kind + " " + (id.length() > 60 ? id.substring(0, 60) : id));
  }
}
