package org.huiyin.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** The readers of bytes from outside, some seconds long and always with the same inputs; {@code ./huiyin bench fuzz --full} takes minutes. */
class FuzzingTest {
  private static final int INPUTS = 10_000;
  private static final long SEED = 7;
  private static final int LANES = 2;

  /** Stands only as long as nobody says the word; the word itself is not among the inputs. */
  public static final class Breakable {
    private Breakable() {
    }

    public static void fuzzerTestOneInput(byte[] input) {
      if (new String(input, US_ASCII).equals("broken")) {
        throw new IllegalStateException("the word was said");
      }
    }
  }

  @Test
  void no_bytes_from_outside_break_a_reader_and_what_breaks_would_be_found() throws Exception {
    var all = new ArrayList<>(Fuzzing.all());
    all.addFirst(new Fuzzing(Breakable.class, List.of("brokem".getBytes(US_ASCII))));
    try (var lanes = Executors.newFixedThreadPool(LANES)) {
      var running = lanes.invokeAll(all.stream().<Callable<Fuzzing.Outcome>>map(each -> () -> each.tries(INPUTS, SEED)).toList());
      assertThat(running.getFirst().get().wrong()).hasValueSatisfying(what -> assertThat(what).contains("the word was said", "YnJva2Vu"));
      for (int i = 1; i < all.size(); i++) {
        var outcome = running.get(i).get();
        assertThat(outcome.wrong()).as(all.get(i).target().getSimpleName()).isEmpty();
        assertThat(outcome.runs()).isGreaterThanOrEqualTo(INPUTS);
      }
    }
  }
}
