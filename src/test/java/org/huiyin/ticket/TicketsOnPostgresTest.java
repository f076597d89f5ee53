package org.huiyin.ticket;

import org.huiyin.support.OnPostgres;

@OnPostgres
class TicketsOnPostgresTest extends TicketsContract {
}
