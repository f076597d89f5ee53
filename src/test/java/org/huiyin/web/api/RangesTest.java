package org.huiyin.web.api;

import java.util.List;

import org.huiyin.web.api.Ranges.Piece;
import org.huiyin.web.api.Ranges.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RangesTest {
  private static final long SIZE = 1000;

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"bytes=0-99|0|99", "bytes=0-|0|999", "bytes=999-|999|999", "bytes=500-5000|500|999",
      "bytes=-1|999|999",
      "bytes=-5000|0|999", "bytes= 10-20|10|20", "bytes=0-999|0|999"})
  void one_piece_is_cut_to_what_there_is(String header, long from, long to) {
    assertThat(Ranges.of(header, SIZE)).isEqualTo(new Wanted.Pieces(List.of(new Piece(from, to))));
  }

  @Test
  void several_pieces_keep_their_order_and_those_outside_are_left_out() {
    assertThat(Ranges.of("bytes=900-, 0-1,2000-3000", SIZE)).isEqualTo(new Wanted.Pieces(List.of(new Piece(900, 999), new Piece(0, 1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=5000-6000,7000-"})
  void nothing_inside_is_told_so(String header) {
    assertThat(Ranges.of(header, SIZE)).isEqualTo(new Wanted.Outside());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "items=0-1", "bytes=0-1,x", "bytes=0--1",
      "bytes=0-99999999999999999999", "bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13,14-15,16-17,18-19,20-21,22-23,24-25,26-27,28-29,30-31,32-33"})
  void what_cannot_be_understood_asks_for_everything(String header) {
    assertThat(Ranges.of(header, SIZE)).isEqualTo(new Wanted.Whole());
  }

  @Test
  void no_header_asks_for_everything() {
    assertThat(Ranges.of(null, SIZE)).isEqualTo(new Wanted.Whole());
  }
}
