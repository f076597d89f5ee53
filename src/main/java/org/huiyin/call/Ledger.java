package org.huiyin.call;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class Ledger implements CallLedger {
  private static final Pattern NAME = Pattern.compile("[0-9a-z-]{0,40}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z-]{0,8}");
  private static final int MOST = 200;

  private final CallRegister register;
  private final CallTable table;
  private final SpoolSweep sweep;
  private final Whereabouts whereabouts;
  private final CallSettings settings;

  Ledger(CallRegister register, CallTable table, SpoolSweep sweep, Whereabouts whereabouts, CallSettings settings) {
    this.settings = settings;
    this.register = register;
    this.table = table;
    this.sweep = sweep;
    this.whereabouts = whereabouts;
  }

  @Override
  public Call begin(CallStart start) {
    return register.begin(start);
  }

  @Override
  public void progress(CallId id, String stage, String choice, String language) {
    if (!NAME.matcher(stage).matches() || !NAME.matcher(choice).matches() || !LANGUAGE.matcher(language).matches()) {
      throw new IllegalArgumentException("a stage and a choice are a-z, 0-9 and -, at most 40; a language at most 8 letters");
    }
    whereabouts.note(id, new Whereabouts.Step(stage, choice, language));
  }

  @Override
  public void nothingSaid(CallId id) {
    register.nothingSaid(id);
  }

  @Override
  public Optional<Call> find(CallId id) {
    return table.find(id);
  }

  @Override
  public Map<CallId, Call> find(Collection<CallId> ids) {
    return table.find(ids).stream().collect(Collectors.toMap(Call::id, call -> call));
  }

  @Override
  public Optional<Call> bySipCallId(String sipCallId) {
    return table.bySipCallId(sipCallId);
  }

  @Override
  public List<Call> newest(Set<CommunityId> communities, @Nullable CallId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    if (after == null) {
      return table.newest(communities, null, limit);
    }
    return table.find(after).map(call -> table.newest(communities, call, limit)).orElse(List.of());
  }

  @Override
  public List<Call> running(Set<CommunityId> communities) {
    return table.running(communities);
  }

  @Override
  public List<CallId> ofCaller(CommunityId community, PhoneNumber caller) {
    return caller.known() ? table.ofCaller(community, caller) : List.of();
  }

  @Override
  public Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller) {
    return caller.known() ? table.languageBefore(call, community, caller) : Optional.empty();
  }

  @Override
  public PhoneNumber number(String dialled) {
    return PhoneNumber.of(dialled, PhoneNumber.Presentation.ALLOWED, settings.region());
  }

  @Override
  public void look(CallId id) {
    sweep.look(id);
  }

  @Override
  public void reconcile() {
    sweep.sweep();
  }
}
