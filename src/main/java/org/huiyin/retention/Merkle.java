package org.huiyin.retention;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.codec.digest.DigestUtils;

/** The tree of RFC 6962 and RFC 9162 over SHA-256: a leaf is hashed behind the byte 0, two nodes behind the byte 1. Pure. */
final class Merkle {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private Merkle() {
  }

  static byte[] leaf(byte[] entry) {
    var digest = DigestUtils.getSha256Digest();
    digest.update(LEAF);
    return digest.digest(entry);
  }

  private static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /** RFC 9162, 2.1.1; that of no leaves is the hash of nothing. */
  static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return DigestUtils.sha256(new byte[0]);
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = split(leaves.size());
    return node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  /**
   * RFC 9162, 2.1.3.1: the siblings on the way from the leaf to the root, the leaf's own first.
   *
   * @throws IndexOutOfBoundsException when there is no such leaf
   */
  static List<byte[]> path(int index, List<byte[]> leaves) {
    java.util.Objects.checkIndex(index, leaves.size());
    var path = new ArrayList<byte[]>();
    way(index, leaves, path);
    return path;
  }

  private static void way(int index, List<byte[]> leaves, List<byte[]> path) {
    if (leaves.size() == 1) {
      return;
    }
    int split = split(leaves.size());
    var left = leaves.subList(0, split);
    var right = leaves.subList(split, leaves.size());
    if (index < split) {
      way(index, left, path);
      path.add(root(right));
    } else {
      way(index - split, right, path);
      path.add(root(left));
    }
  }

  /** RFC 9162, 2.1.3.2: whether the leaf is at this place of the tree of this size with this root. */
  static boolean includes(byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long at = index;
    long last = size - 1;
    byte[] hash = leaf;
    for (byte[] sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = node(sibling, hash);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        hash = node(hash, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(hash, root);
  }

  /** The largest power of two below the number. */
  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }
}
