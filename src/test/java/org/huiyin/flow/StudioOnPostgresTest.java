package org.huiyin.flow;

import org.huiyin.support.OnPostgres;

@OnPostgres
class StudioOnPostgresTest extends StudioContract {
}
