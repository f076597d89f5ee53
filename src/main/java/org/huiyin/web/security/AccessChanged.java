package org.huiyin.web.security;

import org.huiyin.foundation.StaffId;

/** What this person may see, or whether they may come in at all, has just changed: what is open for them has to be opened anew. */
public record AccessChanged(StaffId person) {
}
