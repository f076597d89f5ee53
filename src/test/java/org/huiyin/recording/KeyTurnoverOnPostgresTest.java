package org.huiyin.recording;

import org.huiyin.support.OnPostgres;

@OnPostgres
class KeyTurnoverOnPostgresTest extends KeyTurnoverContract {
}
