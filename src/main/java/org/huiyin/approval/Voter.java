package org.huiyin.approval;

import java.util.Set;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;

/**
 * Somebody who may decide about other people's proposals, as of now.
 *
 * @param everywhere whether they belong to every community there is: only such people decide what concerns the installation as a whole
 * @param district whether they stand for the district (街道)
 */
public record Voter(StaffId id, Set<CommunityId> communities, boolean everywhere, boolean district) {
}
