package org.huiyin.web.security;

import org.huiyin.support.OnPostgres;

@OnPostgres
class WaysInOnPostgresTest extends WaysInContract {
}
