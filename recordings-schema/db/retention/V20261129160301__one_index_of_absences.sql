-- One index finds what was destroyed, the latest first, for the guards and for the lists: each that has the moment in it is written in every destruction.
drop index retention_recording_by_destruction;
drop index retention_recording_by_absence;
create index retention_recording_by_absence on retention_recording (destroyed_at, recording);
