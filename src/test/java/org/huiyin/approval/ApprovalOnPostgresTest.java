package org.huiyin.approval;

import org.huiyin.support.OnPostgres;

@OnPostgres
class ApprovalOnPostgresTest extends ApprovalContract {
}
