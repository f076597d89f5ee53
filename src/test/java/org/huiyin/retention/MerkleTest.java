package org.huiyin.retention;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MerkleTest {
  private static final int MOST = 300;
  /** The eight entries of the reference implementation of RFC 6962, and the roots of the first one, two ... of them. */
  private static final List<String> ENTRIES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f");
  private static final List<String> ROOTS = List.of("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void the_reference_implementations_roots_come_out() {
    var leaves = ENTRIES.stream().map(HexFormat.of()::parseHex).map(Merkle::leaf).toList();
    for (int size = 1; size <= leaves.size(); size++) {
      assertThat(hex(Merkle.root(leaves.subList(0, size)))).as("%d entries", size).isEqualTo(ROOTS.get(size - 1));
    }
    assertThat(hex(Merkle.root(List.of()))).as("no entries: the hash of nothing")
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void every_leaf_of_every_tree_up_to_300_proves_itself_and_nothing_else() {
    for (int size = 1; size <= MOST; size++) {
      var leaves = leaves(size);
      byte[] root = Merkle.root(leaves);
      for (int index = 0; index < size; index++) {
        var path = Merkle.path(index, leaves);
        assertThat(Merkle.includes(leaves.get(index), index, size, path, root)).as("leaf %d of %d", index, size).isTrue();
        if (Merkle.includes(changed(leaves.get(index), index), index, size, path, root)
            || (size > 1 && Merkle.includes(leaves.get((index + 1) % size), index, size, path, root))
            || Merkle.includes(leaves.get(index), index, size, path, changed(root, index))) {
          throw new AssertionError("another leaf or root counts at " + index + " of " + size);
        }
      }
    }
  }

  @Test
  void a_changed_sibling_order_index_or_length_never_verifies() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int size = 2; size <= MOST; size++) {
      var leaves = leaves(size);
      byte[] root = Merkle.root(leaves);
      int index = random.nextInt(size);
      byte[] leaf = leaves.get(index);
      var path = Merkle.path(index, leaves);
      var told = "seed " + seed + ", leaf " + index + " of " + size;
      for (int i = 0; i < path.size(); i++) {
        var other = new ArrayList<>(path);
        other.set(i, changed(path.get(i), random.nextInt()));
        assertThat(Merkle.includes(leaf, index, size, other, root)).as("%s, sibling %d changed", told, i).isFalse();
        other.remove(i);
        assertThat(Merkle.includes(leaf, index, size, other, root)).as("%s, sibling %d left out", told, i).isFalse();
      }
      assertThat(Merkle.includes(leaf, index, size, Stream.concat(path.stream(), Stream.of(root)).toList(), root)).as(told).isFalse();
      for (int elsewhere = 0; elsewhere < size; elsewhere++) {
        if (elsewhere != index && Merkle.includes(leaf, elsewhere, size, path, root)) {
          throw new AssertionError(told + " counts as leaf " + elsewhere);
        }
      }
      assertThat(Merkle.includes(leaf, size, size, path, root)).isFalse();
      assertThat(Merkle.includes(leaf, -1, size, path, root)).isFalse();
    }
  }

  /** Without the two prefixes an inner node could be passed off as a certificate. */
  @Test
  void an_inner_node_is_no_leaf() {
    var leaves = leaves(2);
    byte[] joined = new byte[64];
    System.arraycopy(leaves.get(0), 0, joined, 0, 32);
    System.arraycopy(leaves.get(1), 0, joined, 32, 32);
    assertThat(Merkle.leaf(joined)).isNotEqualTo(Merkle.root(leaves));
  }

  @Test
  void there_is_no_path_for_a_leaf_that_is_not_there() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Merkle.path(3, leaves(3)));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Merkle.path(-1, leaves(3)));
  }

  private static List<byte[]> leaves(int size) {
    return IntStream.range(0, size).mapToObj(i -> Merkle.leaf(("certificate " + i).getBytes(StandardCharsets.US_ASCII))).toList();
  }

  private static byte[] changed(byte[] hash, int at) {
    byte[] other = hash.clone();
    other[Math.floorMod(at, other.length)] ^= (byte) (1 << Math.floorMod(at, 8));
    return other;
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
