package org.huiyin.audit;

import org.huiyin.support.OnH2;

@OnH2
class AuditOnH2Test extends AuditContract {
}
