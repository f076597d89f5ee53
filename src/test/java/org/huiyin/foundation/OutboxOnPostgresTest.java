package org.huiyin.foundation;

import org.huiyin.support.OnPostgres;

@OnPostgres
class OutboxOnPostgresTest extends OutboxContract {
}
