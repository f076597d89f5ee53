package org.huiyin.recording;

import org.huiyin.foundation.RecordingId;

/**
 * The order to destroy one recording for ever. Only {@code retention} makes them.
 *
 * @param policy the rule that says so, such as {@code standard-1y}
 */
public record PurgeOrder(RecordingId recording, String policy) {
}
