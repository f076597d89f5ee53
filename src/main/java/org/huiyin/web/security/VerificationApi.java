package org.huiyin.web.security;

import org.huiyin.access.Permission;
import org.huiyin.operations.Verification;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Checks the whole installation, now; may take minutes. */
@RestController
class VerificationApi {
  private final Verification verification;

  VerificationApi(Verification verification) {
    this.verification = verification;
  }

  @PostMapping("/api/v1/verification")
  @Needs(Permission.VERIFY)
  Verification.Report verify() {
    return verification.run();
  }
}
