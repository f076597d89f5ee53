package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.retention.Life.Cause;
import org.huiyin.retention.Life.State;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code retention_recording}.
 *
 * @param keptBy what keeps it whatever its period, null when nothing does; as of the last look; what cannot be undone asks anew
 */
record RetentionRow(RecordingId recording, CallId call, CommunityId community, Instant callStartedAt, String policy, Instant until,
    State state, String audioHash, @Nullable Instant purgeAt, @Nullable Cause cause, @Nullable Keeper keptBy, Steps steps, Lease lease,
    int failures, @Nullable String failure) implements Coverage.Of {
  /**
   * When which step was taken; null while it was not.
   *
   * @param policyVersion the version of the policy that decided when the key was destroyed
   */
  record Steps(@Nullable Instant scheduled, @Nullable Instant keyDestroyed, @Nullable Instant objectDeleted, @Nullable Instant absent,
      @Nullable Integer policyVersion) {
  }

  /** @param fence counts who has had the row; whoever holds an earlier count has lost it */
  record Lease(long fence, @Nullable String owner, @Nullable Instant until) {
    /** @param length of a lease; one that has more than that left was written by a clock that is ahead, and holds up nobody: the fence keeps the row whole */
    boolean taken(Instant now, Duration length) {
      return owner != null && until != null && now.isBefore(until) && !until.isAfter(now.plus(length));
    }
  }

  static RetentionRow read(ResultSet row, int number) throws SQLException {
    var cause = row.getString("cause");
    var keeper = row.getString("kept_by");
    return new RetentionRow(new RecordingId(row.getObject("recording", UUID.class)), new CallId(row.getObject("call_id", UUID.class)),
        new CommunityId(row.getObject("community", UUID.class)), SqlTime.read(row, "call_started_at"), row.getString("policy"),
        SqlTime.read(row, "keep_until"), State.valueOf(row.getString("state")), row.getString("audio_hash"),
        SqlTime.readNullable(row, "purge_at"), cause == null ? null : Cause.valueOf(cause), keeper == null ? null : Keeper.valueOf(keeper),
        new Steps(SqlTime.readNullable(row, "scheduled_at"), SqlTime.readNullable(row, "key_destroyed_at"),
            SqlTime.readNullable(row, "object_deleted_at"), SqlTime.readNullable(row, "destroyed_at"),
            row.getObject("policy_version", Integer.class)),
        new Lease(row.getLong("fence"), row.getString("lease_owner"), SqlTime.readNullable(row, "lease_until")), row.getInt("failures"),
        row.getString("failure"));
  }

  /** The row as it is once its absence is proven; when it was already, the moment stays. */
  RetentionRow absent(Instant at) {
    if (state == State.VERIFIED_ABSENT) {
      return this;
    }
    state.requireMayBecome(State.VERIFIED_ABSENT);
    return new RetentionRow(recording, call, community, callStartedAt, policy, until, State.VERIFIED_ABSENT, audioHash, purgeAt, cause,
        keptBy,
        new Steps(steps.scheduled(), steps.keyDestroyed(), steps.objectDeleted(), SqlTime.exact(at), steps.policyVersion()), lease,
        failures,
        failure);
  }

  boolean held() {
    return keptBy != null;
  }

  Retention.Kept kept() {
    return new Retention.Kept(recording, call, community, callStartedAt, policy, until, purgeAt,
        cause == null ? Cause.PERIOD.name() : cause.name(), keptBy, failure);
  }

  Retention.Tombstone tombstone() {
    if (state != State.CERTIFIED || steps.absent() == null) {
      throw new IllegalStateException("recording " + recording + " is not destroyed");
    }
    return new Retention.Tombstone(recording, community, callStartedAt, policy, steps.policyVersion(), cause == null ? "" : cause.name(),
        audioHash, steps.absent());
  }
}
