package org.huiyin.ticket;

import org.huiyin.support.OnPostgres;

@OnPostgres
class SettlementOnPostgresTest extends SettlementContract {
}
