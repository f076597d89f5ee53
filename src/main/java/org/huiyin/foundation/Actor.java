package org.huiyin.foundation;

/** Who does something that is logged. */
public sealed interface Actor {
  /** A short stable form for logs and the audit: {@code staff:<id>}, {@code system:<component>} or {@code local-admin}. */
  String reference();

  /**
   * Whom a reference means.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Actor of(String reference) {
    int colon = reference.indexOf(':');
    var rest = reference.substring(colon + 1);
    return switch (reference.substring(0, Math.max(0, colon))) {
      case "staff" -> new Staff(StaffId.of(rest));
      case "system" -> new Component(rest);
      default -> {
        if (!reference.equals("local-admin")) {
          throw new IllegalArgumentException("not a reference to an actor");
        }
        yield new LocalAdmin();
      }
    };
  }

  record Staff(StaffId id) implements Actor {
    @Override
    public String reference() {
      return "staff:" + id;
    }
  }

  /** A part of the product acting by itself, such as {@code purge}. */
  record Component(String name) implements Actor {
    @Override
    public String reference() {
      return "system:" + name;
    }
  }

  /** Whoever sits at the machine and uses the launcher: may do everything, is audited, never counts as an approver. */
  record LocalAdmin() implements Actor {
    @Override
    public String reference() {
      return "local-admin";
    }
  }
}
