package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

class RestoreDrillOnH2Test extends RestoreDrillContract {
  @Override
  Map<String, String> database() {
    return Map.of();
  }

  @Override
  String url(Settings of) {
    return "jdbc:h2:file:" + of.home().db() + "/huiyin;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;FILE_LOCK=FS";
  }

  @Override
  void lose(Settings of) throws IOException {
    Files.delete(of.home().db().resolve("huiyin.mv.db"));
  }

  @Override
  String earlier(String column, long seconds) {
    return "dateadd(second, " + -seconds + ", " + column + ")";
  }
}
