package org.huiyin.access;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.access.Replay.Decision;
import org.huiyin.access.Replay.Decision.Granted;
import org.huiyin.access.Replay.Decision.Refused;
import org.huiyin.access.Replay.Purpose;
import org.huiyin.audit.AuditLog;
import org.huiyin.audit.AuditTrail;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.StaffId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.recording.ReplayBar;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.OnH2;
import org.huiyin.support.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With the real audit log; the recordings are facts that the test writes. */
@SpringBootTest(classes = DeskRooms.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
@OnH2
class GrantedByRoleTest {
  @Autowired
  private AuditLog audit;
  @Autowired
  private AuditTrail trail;
  @Autowired
  private Directory directory;
  @Autowired
  private SettableClock clock;
  @Autowired
  private PlatformTransactionManager transactions;

  private final WrittenRecordings recordings = new WrittenRecordings();
  private @Nullable Replay given;
  private CommunityId home = new CommunityId(new UUID(0, 0));

  @BeforeEach
  void the_real_parts_meet() {
    given = new GrantedByRole(recordings, nobodyBars(), audit, clock, transactions);
    home = directory.communities().getFirst().id();
  }

  @Test
  void a_grant_is_for_one_recording_and_ten_minutes_and_the_audit_knows_of_it() {
    var recording = recorded(home, RecordingState.STORED);
    var listener = member(Set.of(Role.OPERATOR), Set.of(home), true);
    var granted = (Granted) replay().request(listener, recording, Purpose.REPLAY);
    assertThat(granted.grant()).isEqualTo(
        new PlaybackGrant(recording, new Actor.Staff(listener.id()), clock.instant().plus(Duration.ofMinutes(10))));
    assertThat(entries(recording)).singleElement().satisfies(entry -> {
      assertThat(entry.act()).isEqualTo("recording.replayed");
      assertThat(entry.actor()).isEqualTo("staff:" + listener.id());
      assertThat(entry.community()).isEqualTo(home);
    });
  }

  @Test
  void the_entry_stays_when_the_request_around_it_fails() {
    var recording = recorded(home, RecordingState.STORED);
    var listener = member(Set.of(Role.AUDITOR), Set.of(home), true);
    new TransactionTemplate(transactions).executeWithoutResult(status -> {
      assertThat(replay().request(listener, recording, Purpose.DOWNLOAD)).isInstanceOf(Granted.class);
      status.setRollbackOnly();
    });
    assertThat(entries(recording)).extracting(AuditTrail.Entry::act).containsExactly("recording.downloaded");
  }

  @Test
  void what_cannot_be_logged_is_not_granted() {
    var recording = recorded(home, RecordingState.STORED);
    var broken = new AuditLog() {
      @Override
      public void append(Actor actor, String act, String subject, Map<String, String> details) {
        throw new IllegalStateException("the audit is full");
      }

      @Override
      public void append(Actor actor, String act, List<Deed> deeds) {
        throw new IllegalStateException("the audit is full");
      }
    };
    var withoutAudit = new GrantedByRole(recordings, nobodyBars(), broken, clock, transactions);
    assertThatThrownBy(() -> withoutAudit.request(member(Set.of(Role.OPERATOR), Set.of(home), true), recording, Purpose.REPLAY))
        .hasMessage("the audit is full");
    assertThatThrownBy(() -> withoutAudit.request(new Actor.LocalAdmin(), recording, Purpose.REPLAY)).hasMessage("the audit is full");
    assertThatThrownBy(() -> new NumberView(broken, transactions).whole(new Actor.LocalAdmin(), number(), home, "call:x"))
        .hasMessage("the audit is full");
  }

  @Test
  void a_role_without_the_permission_is_refused_and_that_is_written_down() {
    var recording = recorded(home, RecordingState.STORED);
    assertThat(replay().request(member(Set.of(Role.ADMINISTRATOR), Set.of(home), true), recording, Purpose.REPLAY))
        .isEqualTo(new Refused("replay.refused.role"));
    assertThat(replay().request(member(Set.of(Role.OPERATOR), Set.of(home), true), recording, Purpose.DOWNLOAD))
        .isEqualTo(new Refused("replay.refused.role"));
    assertThat(replay().request(member(Set.of(Role.OPERATOR), Set.of(home), false), recording, Purpose.REPLAY))
        .isEqualTo(new Refused("replay.refused.role"));
    assertThat(entries(recording)).extracting(AuditTrail.Entry::act).containsExactlyInAnyOrder("recording.replayed-refused",
        "recording.downloaded-refused", "recording.replayed-refused");
  }

  @Test
  void a_recording_of_another_community_does_not_exist_for_the_listener() {
    var elsewhere = recorded(CommunityId.random(), RecordingState.STORED);
    var nowhere = new RecordingId(UUID.randomUUID());
    var listener = member(Set.of(Role.values()), Set.of(home), true);
    assertThat(replay().request(listener, elsewhere, Purpose.REPLAY)).isEqualTo(replay().request(listener, nowhere, Purpose.REPLAY))
        .isEqualTo(new Refused("replay.refused.unknown"));
  }

  @Test
  void only_stored_audio_can_be_heard_even_by_the_local_administrator() {
    for (var state : RecordingState.values()) {
      Decision decision = replay().request(new Actor.LocalAdmin(), recorded(home, state), Purpose.REPLAY);
      assertThat(decision instanceof Granted).describedAs(state.name()).isEqualTo(state == RecordingState.STORED);
    }
  }

  @Test
  void a_whole_number_is_shown_to_those_who_may_after_it_was_logged() {
    var numbers = new NumberView(audit, transactions);
    String subject = "call:" + UUID.randomUUID();
    assertThat(numbers.whole(member(Set.of(Role.OPERATOR), Set.of(home), true), number(), home, subject)).contains("13800138000");
    assertThat(numbers.whole(member(Set.of(Role.AUDITOR), Set.of(home), true), number(), home, subject)).isEmpty();
    assertThat(numbers.whole(new Actor.LocalAdmin(), PhoneNumber.UNKNOWN, home, subject)).isEmpty();
    assertThat(numbers.masked(number())).isEqualTo("138****8000");
    assertThat(trail.newest(new AuditTrail.Query(Set.of(home), null, null, subject, null, null, null, 10)))
        .extracting(AuditTrail.Entry::act)
        .containsExactly("number.shown");
  }

  private Replay replay() {
    return Objects.requireNonNull(given);
  }

  private List<AuditTrail.Entry> entries(RecordingId recording) {
    return trail.newest(new AuditTrail.Query(Set.of(home), null, null, "recording:" + recording, null, null, null, 50));
  }

  private static PhoneNumber number() {
    return PhoneNumber.of("13800138000", PhoneNumber.Presentation.ALLOWED, "CN");
  }

  private static StaffMember member(Set<Role> roles, Set<CommunityId> communities, boolean enabled) {
    return new StaffMember(StaffId.random(), "someone", "王芳", roles, communities, enabled);
  }

  private RecordingId recorded(CommunityId community, RecordingState state) {
    var id = new RecordingId(UUID.randomUUID());
    recordings.facts.put(id,
        new RecordingFacts(id, new CallId(UUID.randomUUID()), community, state, clock.instant(), Duration.ofSeconds(30),
            Duration.ZERO, false, "", "", 1000, clock.instant(), null, null));
    return id;
  }

  @Test
  void what_is_scheduled_for_destruction_is_closed_to_everybody() {
    var recording = recorded(home, RecordingState.STORED);
    var bars = new DefaultListableBeanFactory();
    bars.registerSingleton("bar", (ReplayBar) recording::equals);
    var closed = new GrantedByRole(recordings, bars.getBeanProvider(ReplayBar.class), audit, clock, transactions);
    assertThat(closed.request(member(Set.of(Role.AUDITOR), Set.of(home), true), recording, Purpose.REPLAY))
        .isEqualTo(new Refused("replay.refused.scheduled"));
    assertThat(closed.request(new Actor.LocalAdmin(), recording, Purpose.DOWNLOAD)).isEqualTo(new Refused("replay.refused.scheduled"));
  }

  private static ObjectProvider<ReplayBar> nobodyBars() {
    return new DefaultListableBeanFactory().getBeanProvider(ReplayBar.class);
  }

  private static final class WrittenRecordings implements Recordings {
    private final Map<RecordingId, RecordingFacts> facts = new HashMap<>();

    @Override
    public Optional<RecordingFacts> find(RecordingId id) {
      return Optional.ofNullable(facts.get(id));
    }

    @Override
    public Optional<RecordingFacts> ofCall(CallId call) {
      return facts.values().stream().filter(each -> each.call().equals(call)).findFirst();
    }

    @Override
    public Map<CallId, RecordingFacts> ofCalls(Collection<CallId> calls) {
      return facts.values().stream().filter(each -> calls.contains(each.call()))
          .collect(Collectors.toMap(RecordingFacts::call, each -> each));
    }

    @Override
    public List<RecordingFacts> newest(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
      return List.copyOf(facts.values());
    }

    @Override
    public Audio open(RecordingId id, PlaybackGrant grant) {
      throw new IllegalStateException("nothing is opened here");
    }

    @Override
    public Peaks peaks(RecordingId id, PlaybackGrant grant) {
      throw new IllegalStateException("nothing is opened here");
    }

    @Override
    public void destroyKeys(List<PurgeOrder> orders) {
      throw new IllegalStateException("nothing is destroyed here");
    }

    @Override
    public void deleteObjects(List<PurgeOrder> orders) {
      throw new IllegalStateException("nothing is destroyed here");
    }

    @Override
    public void proveAbsent(List<PurgeOrder> orders) {
      throw new IllegalStateException("nothing is destroyed here");
    }
  }
}
