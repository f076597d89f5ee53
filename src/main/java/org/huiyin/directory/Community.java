package org.huiyin.directory;

import java.time.ZoneId;
import java.util.List;

import org.huiyin.foundation.CommunityId;

/** A residential community that has its own numbers, staff and rules. */
public record Community(CommunityId id, String name, String nameEn, ZoneId zone, List<String> numbers) {
}
