package org.huiyin.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Reads a Range header (RFC 9110, 14.1.2) against a known size. */
final class Ranges {
  /** A client that asks for more pieces than this gets the whole. */
  private static final int MOST = 16;
  private static final Pattern FORM = Pattern.compile("bytes=\\s*([0-9, \\t-]+)");
  private static final Pattern ONE = Pattern.compile("(\\d{0,18})-(\\d{0,18})");

  /** @param from the first byte; {@code to} the last one, inclusive */
  record Piece(long from, long to) {
    long length() {
      return to - from + 1;
    }
  }

  sealed interface Wanted {
    /** Everything: no header, one that cannot be understood, or too many pieces. */
    record Whole() implements Wanted {
    }

    record Pieces(List<Piece> pieces) implements Wanted {
    }

    /** Nothing that was asked for lies within the audio. */
    record Outside() implements Wanted {
    }
  }

  private Ranges() {
  }

  static Wanted of(@Nullable String header, long size) {
    var form = header == null ? null : FORM.matcher(header);
    if (form == null || !form.matches()) {
      return new Wanted.Whole();
    }
    var pieces = new ArrayList<Piece>();
    int asked = 0;
    for (String text : form.group(1).split(",", -1)) {
      if (text.isBlank()) {
        continue;
      }
      var one = ONE.matcher(text.strip());
      if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty()) || ++asked > MOST) {
        return new Wanted.Whole();
      }
      long to = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
      if (one.group(1).isEmpty()) {
        add(pieces, Math.max(0, size - to), size - 1, to > 0);
        continue;
      }
      long from = Long.parseLong(one.group(1));
      if (!one.group(2).isEmpty() && to < from) {
        return new Wanted.Whole();
      }
      add(pieces, from, Math.min(to, size - 1), from < size);
    }
    return asked == 0 ? new Wanted.Whole() : pieces.isEmpty() ? new Wanted.Outside() : new Wanted.Pieces(List.copyOf(pieces));
  }

  private static void add(List<Piece> pieces, long from, long to, boolean inside) {
    if (inside && from <= to) {
      pieces.add(new Piece(from, to));
    }
  }
}
