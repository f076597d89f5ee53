package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.jspecify.annotations.Nullable;

/** Recordings without audio, kept in memory with the promises of the real ones; destruction can be made to fail or to be cut off at any step. */
final class Shelf implements Recordings {
  /** The process dies here: nothing that runs later may catch it. */
  static final class Killed extends Error {
  }

  /** Where a destruction can be hit: in front of it, after the key is gone, after the object is gone, or after all is proven absent. */
  enum Step {
    BEFORE, KEY_GONE, OBJECT_GONE, ALL_GONE
  }

  @FunctionalInterface
  interface Trouble {
    void at(Step step, RecordingId recording);
  }

  private final Map<RecordingId, RecordingFacts> facts = new ConcurrentHashMap<>();
  private final Map<RecordingId, AtomicInteger> hands = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<PurgeOrder> orders = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<RecordingId> met = new ConcurrentLinkedQueue<>();
  volatile Trouble trouble = (_, _) -> {
  };

  RecordingFacts add(CallId call, CommunityId community, Instant callStartedAt, RecordingState state) {
    var id = RecordingId.random();
    var added = new RecordingFacts(id, call, community, state, callStartedAt, Duration.ofSeconds(30), Duration.ZERO, false,
        state == RecordingState.STORED ? "a".repeat(64) : "", "b".repeat(64), 1000, callStartedAt.plusSeconds(60), null, null);
    facts.put(id, added);
    return added;
  }

  void clear() {
    facts.clear();
    orders.clear();
    met.clear();
    trouble = (_, _) -> {
    };
  }

  void become(RecordingId id, RecordingState state) {
    facts.computeIfPresent(id, (_, old) -> new RecordingFacts(id, old.call(), old.community(), state, old.callStartedAt(), old.length(),
        old.missing(), old.salvaged(), old.audioHash(), old.objectHash(), old.bytes(), old.storedAt(), old.destroyedAt(), old.problem()));
  }

  RecordingState stateOf(RecordingId id) {
    return find(id).orElseThrow().state();
  }

  /** The database of the real ones would undo it with the caller's transaction; so nothing may go wrong after it here. */
  @Override
  public void destroyKeys(List<PurgeOrder> ordered) {
    ordered.forEach(order -> alone(order, () -> trouble.at(Step.BEFORE, order.recording())));
    ordered.forEach(order -> alone(order, () -> {
      if (stateOf(order.recording()) == RecordingState.STORED || stateOf(order.recording()) == RecordingState.SPOOLED) {
        orders.add(order);
        become(order.recording(), RecordingState.DESTROYING);
      }
    }));
  }

  @Override
  public void deleteObjects(List<PurgeOrder> ordered) {
    ordered.forEach(order -> alone(order, () -> trouble.at(Step.KEY_GONE, order.recording())));
  }

  @Override
  public void proveAbsent(List<PurgeOrder> ordered) {
    ordered.forEach(order -> alone(order, () -> trouble.at(Step.OBJECT_GONE, order.recording())));
    ordered.forEach(order -> alone(order, () -> become(order.recording(), RecordingState.DESTROYED)));
    ordered.forEach(order -> alone(order, () -> trouble.at(Step.ALL_GONE, order.recording())));
  }

  private void alone(PurgeOrder order, Runnable deed) {
    var id = order.recording();
    if (hands.computeIfAbsent(id, _ -> new AtomicInteger()).incrementAndGet() > 1) {
      met.add(id);
    }
    try {
      deed.run();
    } finally {
      java.util.Objects.requireNonNull(hands.get(id)).decrementAndGet();
    }
  }

  @Override
  public Optional<RecordingFacts> find(RecordingId id) {
    return Optional.ofNullable(facts.get(id));
  }

  @Override
  public Optional<RecordingFacts> ofCall(CallId call) {
    return facts.values().stream().filter(one -> one.call().equals(call)).findFirst();
  }

  @Override
  public Map<CallId, RecordingFacts> ofCalls(Collection<CallId> calls) {
    return facts.values().stream().filter(each -> calls.contains(each.call()))
        .collect(Collectors.toMap(RecordingFacts::call, each -> each));
  }

  @Override
  public List<RecordingFacts> newest(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    var all = new ArrayList<>(facts.values().stream().filter(one -> communities.contains(one.community()))
        .sorted(Comparator.comparing(RecordingFacts::callStartedAt).reversed().thenComparing(one -> one.id().value())).toList());
    int from = after == null ? 0 : all.stream().map(RecordingFacts::id).toList().indexOf(after) + 1;
    return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
  }

  @Override
  public Audio open(RecordingId id, PlaybackGrant grant) {
    throw new IllegalStateException("there is no audio on this shelf");
  }

  @Override
  public Peaks peaks(RecordingId id, PlaybackGrant grant) {
    throw new IllegalStateException("there is no audio on this shelf");
  }
}
