package org.huiyin.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.huiyin.call.Call;
import org.huiyin.call.CrashWindow;
import org.huiyin.foundation.CallId;
import org.huiyin.recording.RecordingFacts;

/**
 * What each witness says of the calls that were answered from one moment to another.
 *
 * @param starts how often the dialplan wrote down the call's start, by call; null when it kept no account then
 * @param calls the ledger
 * @param ticketed calls with a ticket or an entry among the missed
 * @param missed calls among them that are missed calls
 * @param witnessed the linked ids under which Asterisk's own records know a call as answered; null when there are none for the time
 * @param forgotten files in the spool that no call explains and that have lain there for long
 * @param channels how many calls there can be at one time
 * @param now when the witnesses were heard
 */
record DayOfCalls(Instant from, Instant to, @org.jspecify.annotations.Nullable Map<CallId, Integer> starts, List<Call> calls,
    Map<CallId, RecordingFacts> recordings, Set<CallId> ticketed, Set<CallId> missed,
    @org.jspecify.annotations.Nullable Map<CallId, Set<String>> witnessed, List<String> forgotten, List<CrashWindow> crashes, int channels,
    Instant now) {
}
