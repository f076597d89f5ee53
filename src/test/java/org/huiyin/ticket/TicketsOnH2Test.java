package org.huiyin.ticket;

import org.huiyin.support.OnH2;

@OnH2
class TicketsOnH2Test extends TicketsContract {
}
