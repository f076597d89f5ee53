package org.huiyin.directory;

import java.util.UUID;

import org.huiyin.foundation.CommunityId;

/** Who works a ticket (承办单位). */
public record Department(UUID id, CommunityId community, String name, String nameEn) {
}
