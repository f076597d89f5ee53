package org.huiyin.audit;

import org.huiyin.support.OnPostgres;

@OnPostgres
class AuditOnPostgresTest extends AuditContract {
}
