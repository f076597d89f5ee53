package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;

/** A row of {@code retention_recording}. */
record RetentionRow(RecordingId recording, CallId call, CommunityId community, Instant callStartedAt, String policy, Instant until,
    State state,
    String audioHash, @Nullable Instant destroyedAt, @Nullable Instant leaseUntil, @Nullable String failure) {
  /** KEPT -> ORDERED -> DESTROYED; back to KEPT only while nothing was destroyed yet and the rules say that it is not due after all. */
  enum State {
    KEPT, ORDERED, DESTROYED
  }

  static RetentionRow read(ResultSet row, int number) throws SQLException {
    return new RetentionRow(new RecordingId(row.getObject("recording", UUID.class)), new CallId(row.getObject("call_id", UUID.class)),
        new CommunityId(row.getObject("community", UUID.class)), SqlTime.read(row, "call_started_at"), row.getString("policy"),
        SqlTime.read(row, "keep_until"), State.valueOf(row.getString("state")), row.getString("audio_hash"),
        SqlTime.readNullable(row, "destroyed_at"), SqlTime.readNullable(row, "lease_until"), row.getString("failure"));
  }

  Retention.Kept kept() {
    return new Retention.Kept(recording, community, callStartedAt, policy, until, failure);
  }

  Retention.Tombstone tombstone() {
    if (destroyedAt == null) {
      throw new IllegalStateException("recording " + recording + " is not destroyed");
    }
    return new Retention.Tombstone(recording, community, callStartedAt, policy, audioHash, destroyedAt);
  }
}
