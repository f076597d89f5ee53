package org.huiyin.retention;

import org.huiyin.support.OnPostgres;

@OnPostgres
class SynchronisedTimeOnPostgresTest extends SynchronisedTimeContract {
}
