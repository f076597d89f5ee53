package org.huiyin.approval;

import org.huiyin.support.OnH2;

@OnH2
class ApprovalOnH2Test extends ApprovalContract {
}
