package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.huiyin.foundation.RecordingId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store promises. */
interface AudioStoreContract {
  AudioStore store();

  RecordingId ONE = RecordingId.of("3f0c1d6e-7c0b-4a53-9a39-b6f1a2c4d5e6");
  RecordingId OTHER = RecordingId.of("3f0c1d6e-7c0b-4a53-9a39-b6f1a2c4d5e7");

  @Test
  default void what_is_put_can_be_read_and_sought() throws IOException {
    var bytes = bytes(200_000);
    store().put(ONE, out -> out.write(bytes));
    try (var channel = store().open(ONE)) {
      assertThat(channel.size()).isEqualTo(bytes.length);
      assertThat(Channels.newInputStream(channel).readAllBytes()).isEqualTo(bytes);
      var piece = ByteBuffer.allocate(10);
      channel.position(150_000).read(piece);
      assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(bytes, 150_000, 150_010));
    }
    assertThat(store().size(ONE)).hasValue(bytes.length);
    assertThat(store().ids()).containsExactly(ONE);
    assertThat(store().strangers()).isEmpty();
    assertThat(store().free()).isPositive();
  }

  @Test
  default void those_that_are_there_are_told_from_those_that_are_not() throws IOException {
    store().put(ONE, out -> out.write(1));
    var far = RecordingId.of("ff0c1d6e-7c0b-4a53-9a39-b6f1a2c4d5e6");
    assertThat(store().present(List.of(ONE, OTHER, far))).containsExactly(ONE);
    store().put(far, out -> out.write(1));
    store().delete(List.of(ONE, OTHER, far));
    assertThat(store().present(List.of(ONE, OTHER, far))).isEmpty();
  }

  @Test
  default void an_object_is_replaced_whole() throws IOException {
    store().put(ONE, out -> out.write(bytes(1000)));
    store().put(ONE, out -> out.write(new byte[]{7}));
    assertThat(read(ONE)).containsExactly(7);
    assertThat(store().ids()).containsExactly(ONE);
  }

  @Test
  default void a_write_that_fails_leaves_what_was_there_before() throws IOException {
    AudioStore.Content full = out -> {
      out.write(bytes(100_000));
      throw new IOException("No space left on device");
    };
    assertThatThrownBy(() -> store().put(ONE, full)).isInstanceOf(IOException.class).hasMessageContaining("No space");
    assertThat(store().ids()).isEmpty();
    assertThat(store().size(ONE)).isEmpty();
    store().put(ONE, out -> out.write(new byte[]{7}));
    assertThatThrownBy(() -> store().put(ONE, full)).isInstanceOf(IOException.class);
    assertThat(read(ONE)).containsExactly(7);
    assertThat(store().strangers()).isEmpty();
  }

  @Test
  default void a_stream_that_is_closed_by_its_writer_is_no_trouble() throws IOException {
    store().put(ONE, out -> {
      out.write(1);
      out.close();
    });
    assertThat(read(ONE)).containsExactly(1);
  }

  @Test
  default void deleting_takes_one_object_and_can_be_repeated() throws IOException {
    store().put(ONE, out -> out.write(1));
    store().put(OTHER, out -> out.write(2));
    store().delete(ONE);
    store().delete(ONE);
    assertThat(store().size(ONE)).isEmpty();
    assertThat(store().ids()).containsExactly(OTHER);
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store().open(ONE));
  }

  @Test
  default void an_empty_store_is_empty() throws IOException {
    assertThat(store().ids()).isEmpty();
    assertThat(store().strangers()).isEmpty();
    store().delete(ONE);
    store().discardUnfinished();
    assertThat(store().size(ONE)).isEmpty();
  }

  private byte[] read(RecordingId id) throws IOException {
    try (var in = Channels.newInputStream(store().open(id))) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
