package org.huiyin.recording;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.springframework.stereotype.Component;

/** Calls that are over and have no recording, not even an empty one. */
@Component
class Unrecorded {
  private static final int PAGE = 200;

  private final CallLedger calls;
  private final Directory directory;
  private final RecordingTable table;

  Unrecorded(CallLedger calls, Directory directory, RecordingTable table) {
    this.calls = calls;
    this.directory = directory;
    this.table = table;
  }

  /** Among the calls that started since then, the newest first. */
  List<Call> since(Instant since) {
    var all = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    var found = new ArrayList<Call>();
    var page = calls.newest(all, null, PAGE);
    while (!page.isEmpty()) {
      var recorded = table.ofCalls(page.stream().map(Call::id).toList()).stream().map(row -> row.facts().call())
          .collect(Collectors.toSet());
      page.stream().filter(call -> call.end() != Call.End.RUNNING && !recorded.contains(call.id())).forEach(found::add);
      var oldest = page.getLast();
      page = oldest.startedAt().isBefore(since) ? List.of() : calls.newest(all, oldest.id(), PAGE);
    }
    return found;
  }
}
