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

  /** The row as it is once its key is destroyed. */
  RetentionRow keyDestroyed(Instant at, int version) {
    return become(State.KEY_DESTROYED, new Steps(steps.scheduled(), SqlTime.exact(at), null, null, version));
  }

  /** The row as it is once its object is deleted and its absence is proven; a step that was taken already keeps its moment. */
  RetentionRow absent(Instant at) {
    var moment = SqlTime.exact(at);
    return switch (state) {
      case VERIFIED_ABSENT -> this;
      case OBJECT_DELETED -> become(State.VERIFIED_ABSENT,
          new Steps(steps.scheduled(), steps.keyDestroyed(), steps.objectDeleted(), moment, steps.policyVersion()));
      default -> become(State.OBJECT_DELETED,
          new Steps(steps.scheduled(), steps.keyDestroyed(), moment, null, steps.policyVersion())).absent(at);
    };
  }

  /** The row once somebody else has it than before. */
  RetentionRow leased(UUID run, Instant until) {
    return with(state, audioHash, steps, new Lease(lease.fence() + 1, run.toString(), SqlTime.exact(until)));
  }

  /** The row under the rule that decided, which may be another than it says. */
  RetentionRow decided(RetentionPolicy.Verdict verdict) {
    return new RetentionRow(recording, call, community, callStartedAt, verdict.policy(), verdict.until(), state, audioHash, purgeAt, cause,
        keptBy, steps, lease, failures, failure);
  }

  RetentionRow hashed(String hash) {
    return with(state, hash, steps, lease);
  }

  private RetentionRow become(State next, Steps taken) {
    state.requireMayBecome(next);
    return with(next, audioHash, taken, lease);
  }

  private RetentionRow with(State now, String hash, Steps taken, Lease had) {
    return new RetentionRow(recording, call, community, callStartedAt, policy, until, now, hash, purgeAt, cause, keptBy, taken, had,
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
