package org.huiyin.operations;

import org.huiyin.support.OnPostgres;

@OnPostgres
class StatementsOnPostgresTest extends StatementsContract {
}
