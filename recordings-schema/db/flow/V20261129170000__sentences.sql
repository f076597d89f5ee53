-- Sentences of a community's own, beyond those of the product. Their words and sounds are versions of prompts like any other, the first of them in words. What
-- was removed is offered to no menu any more; its versions stay, and it can be added again.
create table flow_sentence (
  community  uuid                     not null,
  prompt     varchar(41)              not null,
  added_at   timestamp with time zone not null,
  added_by   varchar(80)              not null,
  removed_at timestamp with time zone,
  primary key (community, prompt),
  constraint flow_sentence_is_none_of_the_products check (prompt like 'own-%')
);

-- A sentence of a community's own has no delivered version before its first.
alter table flow_prompt_version drop constraint flow_prompt_version_after_the_built_in;
alter table flow_prompt_version add constraint flow_prompt_version_after_the_built_in check (version >= 2 or (version = 1 and prompt like 'own-%'));
