package org.huiyin.web.console;

/**
 * A point in time as a person reads it.
 *
 * @param iso for the machine, with the community's offset
 * @param text {@code 11月23日 周一 14:05}
 * @param relative {@code 3分钟前}
 * @param clock {@code 14:05:12}
 */
public record Moment(String iso, String text, String relative, String clock) {
}
