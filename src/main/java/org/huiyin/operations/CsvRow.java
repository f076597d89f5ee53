package org.huiyin.operations;

import java.util.ArrayList;
import java.util.List;

/** One line of Asterisk's own CSV: fields in double quotes, a quote within a field doubled. */
final class CsvRow {
  private CsvRow() {
  }

  /** What stands in the line; a line that was cut off gives what is there. */
  static List<String> read(String line) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return List.copyOf(fields);
  }
}
