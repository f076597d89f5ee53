package org.huiyin.foundation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.modulith.events.EventPublication.Status;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.modulith.events.core.PublicationTargetIdentifier;
import org.springframework.modulith.events.core.TargetEventPublication;

/**
 * The table of events that are still to be delivered, with fewer commits: an event stands in it from its own transaction on, is removed together with others
 * a moment after its listener's transaction, and is not marked in between. An event that was delivered and not yet removed when the service dies is delivered
 * once more, which listeners have to bear anyway.
 */
final class Outbox implements EventPublicationRepository {
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final int AT_ONCE = 500;

  private final EventPublicationRepository table;
  private final Queue<UUID> delivered = new ConcurrentLinkedQueue<>();

  Outbox(EventPublicationRepository table) {
    this.table = table;
  }

  /** Removes what was delivered; what cannot be removed now stays for the next time. */
  void removeDelivered() {
    while (true) {
      var ids = delivered.stream().limit(AT_ONCE).toList();
      if (ids.isEmpty()) {
        return;
      }
      try {
        table.deletePublications(ids);
        delivered.removeAll(ids);
      } catch (RuntimeException e) {
        log.warn("{} delivered events could not be removed from the outbox; they are at the next try, or delivered again after a restart",
            delivered.size(), e);
        return;
      }
    }
  }

  @Override
  public TargetEventPublication create(TargetEventPublication publication) {
    return table.create(publication);
  }

  @Override
  public void markProcessing(UUID id) {
    // Whether it is being delivered is nobody's question: undelivered and old is what counts.
  }

  @Override
  public void markCompleted(TargetEventPublication publication, Instant at) {
    markCompleted(publication.getIdentifier(), at);
  }

  @Override
  public void markCompleted(Object event, PublicationTargetIdentifier listener, Instant at) {
    table.markCompleted(event, listener, at);
  }

  @Override
  public void markCompleted(UUID id, Instant at) {
    delivered.add(id);
  }

  @Override
  public void markFailed(UUID id) {
    table.markFailed(id);
  }

  @Override
  public boolean markResubmitted(UUID id, Instant at) {
    return table.markResubmitted(id, at);
  }

  @Override
  public List<TargetEventPublication> findIncompletePublications() {
    return undelivered(table.findIncompletePublications());
  }

  @Override
  public List<TargetEventPublication> findIncompletePublicationsPublishedBefore(Instant instant) {
    return undelivered(table.findIncompletePublicationsPublishedBefore(instant));
  }

  private List<TargetEventPublication> undelivered(List<TargetEventPublication> all) {
    return all.stream().filter(publication -> !delivered.contains(publication.getIdentifier())).toList();
  }

  @Override
  public Optional<TargetEventPublication> findIncompletePublicationsByEventAndTargetIdentifier(Object event,
      PublicationTargetIdentifier listener) {
    return table.findIncompletePublicationsByEventAndTargetIdentifier(event, listener);
  }

  @Override
  public List<TargetEventPublication> findCompletedPublications() {
    return table.findCompletedPublications();
  }

  @Override
  public List<TargetEventPublication> findFailedPublications(FailedCriteria criteria) {
    return table.findFailedPublications(criteria);
  }

  @Override
  public List<TargetEventPublication> findByStatus(Status status) {
    return table.findByStatus(status);
  }

  @Override
  public int countByStatus(Status status) {
    return table.countByStatus(status);
  }

  @Override
  public void deletePublications(List<UUID> ids) {
    table.deletePublications(ids);
  }

  @Override
  public void deleteCompletedPublications() {
    table.deleteCompletedPublications();
  }

  @Override
  public void deleteCompletedPublicationsBefore(Instant instant) {
    table.deleteCompletedPublicationsBefore(instant);
  }
}
