package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.huiyin.call.Spool.SpooledCall;
import org.huiyin.foundation.CallId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CaptureTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final CallId call = CallId.random();

  @Test
  void two_closed_sides_are_as_long_as_the_longer_one() throws IOException {
    write("-caller.wav", tone(8000));
    write("-staff.wav", tone(12_000));
    var capture = capture();
    assertThat(capture.closed()).isTrue();
    assertThat(capture.missing()).isFalse();
    assertThat(capture.oneSided()).isFalse();
    assertThat(capture.samples()).isEqualTo(12_000);
    assertThat(capture.length()).isEqualTo(Duration.ofMillis(1500));
    write("-caller.wav", tone(16_000));
    assertThat(capture().length()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void a_capture_is_closed_when_all_that_is_there_is() throws IOException {
    write("-caller.wav", tone(100).cutOff());
    write("-staff.wav", tone(100));
    assertThat(capture().closed()).isFalse();
    write("-caller.wav", tone(100));
    write("-staff.wav", tone(100).cutOff());
    assertThat(capture().closed()).isFalse();
    remove("-staff.wav");
    assertThat(capture().closed()).isTrue();
  }

  @Test
  void one_side_alone_is_one_sided_and_none_is_missing() throws IOException {
    assertThat(capture().missing()).isTrue();
    assertThat(capture().oneSided()).isFalse();
    write("-staff.wav", tone(100));
    assertThat(capture().missing()).isFalse();
    assertThat(capture().oneSided()).isTrue();
    remove("-staff.wav");
    write("-caller.wav", tone(100));
    assertThat(capture().missing()).isFalse();
    assertThat(capture().oneSided()).isTrue();
  }

  @Test
  void the_mixed_file_counts_only_where_neither_side_holds_anything() throws IOException {
    write(".wav", tone(300));
    assertThat(capture().left().orElseThrow().samples()).isEqualTo(300);
    write("-caller.wav", tone(0));
    write("-staff.wav", tone(0));
    assertThat(capture().left().orElseThrow().samples()).isEqualTo(300);
    assertThat(capture().right().orElseThrow().samples()).isZero();
    write("-staff.wav", tone(20));
    assertThat(capture().samples()).as("who said nothing was heard by staff").isEqualTo(20);
    write("-caller.wav", tone(10));
    write("-staff.wav", tone(0));
    assertThat(capture().samples()).isEqualTo(10);
  }

  @Test
  void a_change_of_either_side_is_one() throws IOException {
    write("-caller.wav", tone(100));
    write("-staff.wav", tone(100));
    var both = capture();
    assertThat(both.hasChanged()).isFalse();
    write("-staff.wav", tone(120));
    assertThat(both.hasChanged()).isTrue();
    var again = capture();
    write("-caller.wav", tone(120));
    assertThat(again.hasChanged()).isTrue();
    remove("-caller.wav");
    remove("-staff.wav");
    assertThat(capture().hasChanged()).isFalse();
  }

  @Test
  void two_seconds_are_the_clocks_and_more_are_missing() throws IOException {
    write("-caller.wav", tone(8000));
    assertThat(capture().missingFrom(SECOND)).isZero();
    assertThat(capture().missingFrom(Duration.ZERO)).isZero();
    assertThat(capture().missingFrom(Duration.ofSeconds(3))).isZero();
    assertThat(capture().missingFrom(Duration.ofMillis(3001))).isEqualTo(Duration.ofMillis(2001));
  }

  private static Wav tone(int samples) {
    return Wav.of(new short[samples]);
  }

  private void write(String suffix, Wav wav) throws IOException {
    wav.at(folder.resolve(call + suffix));
  }

  private void remove(String suffix) throws IOException {
    Files.delete(folder.resolve(call + suffix));
  }

  private Capture capture() throws IOException {
    var all = new ArrayList<Path>();
    for (var suffix : List.of("-caller.wav", "-staff.wav", ".wav")) {
      var file = folder.resolve(call + suffix);
      if (Files.exists(file)) {
        all.add(file);
      }
    }
    return Capture.of(new SpooledCall(call, folder.resolve(call + "-caller.wav"), folder.resolve(call + "-staff.wav"), all));
  }
}
