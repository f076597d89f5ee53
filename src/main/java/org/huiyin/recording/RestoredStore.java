package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class RestoredStore implements RestoredFiles {
  private final JdbcClient jdbc;
  private final RecordingTable table;
  private final AudioStore store;

  RestoredStore(JdbcClient jdbc, RecordingTable table, AudioStore store) {
    this.jdbc = jdbc;
    this.table = table;
    this.store = store;
  }

  @Override
  public int removeOrphans() {
    try {
      int removed = 0;
      for (var id : store.ids()) {
        if (table.find(id).filter(row -> row.state() == RecordingState.STORED).isEmpty()) {
          store.delete(id);
          removed++;
        }
      }
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException("the store cannot be read", e);
    }
  }

  @Override
  public Live live() {
    return new Live(count("('STORED')"), count("('DESTROYING', 'DESTROYED')"), count("('SPOOLED')"));
  }

  private long count(String states) {
    return jdbc.sql("select count(*) from recording_recording where state in " + states).query(Long.class).single();
  }
}
