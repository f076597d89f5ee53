package org.huiyin.web.console;

/** Where a choice made on any page leads back to. */
final class ReturnAddress {
  private ReturnAddress() {
  }

  /** A redirect to that path, or to the first page if it is not of this site: "//elsewhere" and "/\elsewhere" are other sites to a browser. */
  static String redirect(String back) {
    return "redirect:" + (back.matches("/([a-zA-Z0-9._?=&%-][a-zA-Z0-9._?=&%/-]*)?") ? back : "/");
  }
}
