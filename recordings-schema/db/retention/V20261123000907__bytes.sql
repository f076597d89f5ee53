-- How large the audio is, for the forecast; 0 while it is not sealed.
alter table retention_recording add column bytes bigint default 0 not null;
update retention_recording set bytes = coalesce((select known.audio_bytes from recording_recording known
  where known.id = retention_recording.recording), 0);
