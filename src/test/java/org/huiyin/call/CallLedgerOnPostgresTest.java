package org.huiyin.call;

import org.huiyin.support.OnPostgres;

@OnPostgres
class CallLedgerOnPostgresTest extends CallLedgerContract {
}
