package org.huiyin.retention;

import org.huiyin.support.OnPostgres;

@OnPostgres
class RequestOnPostgresTest extends RequestContract {
}
