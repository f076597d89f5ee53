package org.huiyin.flow;

import org.huiyin.support.OnPostgres;

@OnPostgres
class SentencesOnPostgresTest extends SentencesContract {
}
