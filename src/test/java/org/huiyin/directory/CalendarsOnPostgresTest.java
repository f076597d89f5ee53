package org.huiyin.directory;

import org.huiyin.support.OnPostgres;

@OnPostgres
class CalendarsOnPostgresTest extends CalendarsContract {
}
