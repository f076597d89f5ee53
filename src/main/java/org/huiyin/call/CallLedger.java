package org.huiyin.call;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** One row for each answered call. */
public interface CallLedger {
  /** Opens the call's row and publishes {@link CallStarted}. Beginning the same call again changes nothing. */
  Call begin(CallStart start);

  /**
   * Tells where a running call is, for the live page. It neither waits nor fails for the database: within a second or two the row has it and
   * {@link CallProgressed} is published, of several steps only for the last. Unknown and ended calls are left alone.
   */
  void progress(CallId id, String stage, String choice, String language);

  /**
   * The recording shows that nothing was said in the message of an ended call: publishes {@link MessageSilent}, once. Joins the caller's transaction.
   */
  void nothingSaid(CallId id);

  Optional<Call> find(CallId id);

  /** Those of the calls that there are. */
  Map<CallId, Call> find(Collection<CallId> ids);

  Optional<Call> bySipCallId(String sipCallId);

  /**
   * The newest calls first.
   *
   * @param communities only these; never more than the reader may see
   * @param after only calls that come after this one in that order (calls of one instant are ordered by id), or from the newest when null
   * @param limit 1 to 200
   */
  List<Call> newest(Set<CommunityId> communities, @Nullable CallId after, int limit);

  List<Call> running(Set<CommunityId> communities);

  /** Every call of a number in one community, in no order; none for a number that is not known. */
  List<CallId> ofCaller(CommunityId community, PhoneNumber caller);

  /**
   * The language in which the number's last call before this one spoke with its caller, as the call's facts name it. Known as long as the call keeps its
   * number.
   *
   * @return empty for a number that is not known or has not called
   */
  Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller);

  /** Reads a number as it is dialled here. */
  PhoneNumber number(String dialled);

  /** Looks at the call's files in the spool now, and again during the next seconds, instead of at the next sweep. Never throws. */
  void look(CallId id);

  /** Holds the ledger against the spool and Asterisk now, instead of at the next sweep: calls that Asterisk no longer has are cut off. Never throws. */
  void reconcile();
}
