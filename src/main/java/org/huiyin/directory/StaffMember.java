package org.huiyin.directory;

import java.util.Set;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;

/** A person who works with the hotline. A member of staff sees their own communities only. */
public record StaffMember(StaffId id, String login, String name, Set<Role> roles, Set<CommunityId> communities, boolean enabled) {
}
