package org.huiyin.approval;

import java.time.Instant;
import java.util.Map;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody proposes and somebody else decides.
 *
 * @param kind what would be done, such as {@code hold.lift}; whoever carries it out registers a {@link ProposalHandler} for it
 * @param subject to what: {@code hold:<id>}
 * @param community whom it concerns; null for the installation as a whole
 * @param proposer as {@link org.huiyin.foundation.Actor#reference()}
 * @param reason why, in the proposer's words
 * @param facts what the decider has to know and the handler needs; never a whole telephone number
 * @param decider who decided or withdrew; null while open, and when it expired
 * @param note what the decider wrote
 */
public record Proposal(ProposalId id, String kind, String subject, @Nullable CommunityId community, String proposer, String reason,
    Map<String, String> facts, Instant proposedAt, Instant escalatesAt, Instant expiresAt, ProposalState state,
    @Nullable Instant decidedAt, @Nullable String decider, String note) {
}
