package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingTable.Openable;
import org.huiyin.recording.RecordingTable.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

@Component
class RecordingArchive implements Recordings {
  private static final int MOST = 200;

  private final RecordingTable table;
  private final AudioStore store;
  private final Keys keys;
  private final Destruction destruction;
  private final ObjectProvider<ReplayBar> bars;
  private final Clock clock;

  RecordingArchive(RecordingTable table, AudioStore store, Keys keys, Destruction destruction, ObjectProvider<ReplayBar> bars,
      Clock clock) {
    this.bars = bars;
    this.table = table;
    this.store = store;
    this.keys = keys;
    this.destruction = destruction;
    this.clock = clock;
  }

  @Override
  public Optional<RecordingFacts> find(RecordingId id) {
    return table.find(id).map(Row::facts);
  }

  @Override
  public Optional<RecordingFacts> ofCall(CallId call) {
    return table.ofCall(call).map(Row::facts);
  }

  @Override
  public Map<CallId, RecordingFacts> ofCalls(Collection<CallId> calls) {
    return table.ofCalls(calls).stream().map(Row::facts).collect(Collectors.toMap(RecordingFacts::call, facts -> facts));
  }

  @Override
  public List<RecordingFacts> newest(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    var from = after == null ? Optional.<RecordingFacts>empty() : find(after);
    if (after != null && from.isEmpty()) {
      return List.of();
    }
    return table.newest(communities, from.orElse(null), limit).stream().map(Row::facts).toList();
  }

  @Override
  public Audio open(RecordingId id, PlaybackGrant grant) {
    return open(id, grant, 0);
  }

  @Override
  public Audio open(RecordingId id, PlaybackGrant grant, long from) {
    var audible = audible(id, grant);
    var row = audible.row();
    try {
      var channel = DecryptedAudio.open(key(audible), store.open(id), row.facts().bytes(), row.objectBytes(), from);
      return new Audio(channel, row.facts().bytes(), OggOpus.CONTENT_TYPE);
    } catch (IOException | GeneralSecurityException e) {
      throw damaged(id, e);
    }
  }

  @Override
  public Peaks peaks(RecordingId id, PlaybackGrant grant) {
    var audible = audible(id, grant);
    try {
      return PeakMeter.parse(key(audible).decryptPeaks(table.peaks(id).orElseThrow(() -> gone(id))));
    } catch (IOException | GeneralSecurityException e) {
      throw damaged(id, e);
    }
  }

  @Override
  public void destroyKeys(List<PurgeOrder> orders) {
    destruction.destroyKeys(orders);
  }

  @Override
  public void deleteObjects(List<PurgeOrder> orders) {
    destruction.deleteObjects(orders);
  }

  @Override
  public void proveAbsent(List<PurgeOrder> orders) {
    destruction.proveAbsent(orders);
  }

  private DataKey key(Openable audible) throws GeneralSecurityException {
    var id = audible.row().id();
    return keys.unwrap(id, audible.wrappedKey().orElseThrow(() -> gone(id)));
  }

  /** Asked for each piece anew, whatever the grant says: what is scheduled or destroyed meanwhile is closed at once. */
  private Openable audible(RecordingId id, PlaybackGrant grant) {
    if (!grant.recording().equals(id) || !clock.instant().isBefore(grant.until())) {
      throw new IllegalArgumentException("the grant is for another recording, or over");
    }
    var found = table.openable(id).orElseThrow(() -> new IllegalArgumentException("no such recording: " + id));
    var row = found.row();
    if (row.state() != RecordingState.STORED) {
      throw new IllegalStateException("recording " + id + " is " + row.state() + ": there is no audio to hear");
    }
    if (bars.stream().anyMatch(bar -> bar.barred(id))) {
      throw new IllegalStateException("recording " + id + " is scheduled for destruction and closed");
    }
    return found;
  }

  private static IllegalStateException gone(RecordingId id) {
    return new IllegalStateException("recording " + id + " has just been destroyed");
  }

  private static UncheckedIOException damaged(RecordingId id, Exception e) {
    return new UncheckedIOException("recording " + id + " is damaged or missing in the store; `huiyin verify` tells more",
        e instanceof IOException io ? io : new IOException(e));
  }
}
