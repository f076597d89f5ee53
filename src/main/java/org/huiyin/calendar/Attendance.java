package org.huiyin.calendar;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Whether somebody attends at an instant.
 *
 * @param until when that changes; null if it does not within the next year
 * @param day why: what the day is
 * @param listKnown whether the day's year has a list of holidays; without one, weekdays are all that is known
 */
public record Attendance(boolean attended, @Nullable Instant until, CalendarDay day, boolean listKnown) {
}
