package org.huiyin.support;

import java.util.List;

import org.huiyin.approval.Voter;
import org.huiyin.approval.Voters;

/** Who may decide is what a test says. */
public final class Electorate implements Voters {
  private volatile List<Voter> people = List.of();

  @Override
  public List<Voter> all() {
    return people;
  }

  public void are(Voter... all) {
    people = List.of(all);
  }
}
