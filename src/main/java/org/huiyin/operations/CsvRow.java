package org.huiyin.operations;

import java.util.ArrayList;
import java.util.List;

/** One line of Asterisk's own CSV: fields in double quotes, a quote within a field doubled. */
final class CsvRow {
  private CsvRow() {
  }

  /** What stands in the line; a line that was cut off gives what is there. Only a whole field is quoted: any other quote stands for itself. */
  static List<String> read(String line) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    boolean begins = true;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && next(line, i) == '"') {
        field.append(c);
        i++;
      } else if (c == '"' && (quoted ? next(line, i) == ',' : begins)) {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
      begins = c == ',' && !quoted;
    }
    fields.add(field.toString());
    return List.copyOf(fields);
  }

  /** The character after this one; a comma after the last, since the line ends the field too. */
  private static char next(String line, int i) {
    return i + 1 < line.length() ? line.charAt(i + 1) : ',';
  }
}
