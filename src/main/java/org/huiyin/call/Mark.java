package org.huiyin.call;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A marked piece of a call's recording, counted from the recording's beginning.
 *
 * @param kind {@code notice}, {@code prompt}, {@code key}, {@code message}, or {@code replaced}: a message that was then said anew
 * @param detail the digit of a key, the id of a prompt; empty otherwise
 * @param to null while it is open, or when the call ended inside it
 */
public record Mark(String kind, String detail, Duration from, @Nullable Duration to) {
}
