package org.huiyin.directory;

/** Implemented by whoever answers a number before any community does. */
public interface ReservedNumbers {
  boolean isReserved(String number);
}
