package org.huiyin.messaging;

import org.huiyin.support.OnPostgres;

@OnPostgres
class DutyOnPostgresTest extends DutyContract {
}
