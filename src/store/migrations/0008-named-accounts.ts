/**
 * Which accounts the things of a scope point to: what nobody visits, and is used all the same, is worth knowing. And how
 * many things have a tag, in whatever casing.
 */
export const namedAccountsMigration = `
insert into scope_fact (scope_id, key, value, live)
select scope_id, 'to', account, count(*)::int from (
  select distinct r.scope_id, r.kh, coalesce(substring(rel ->> 'uid' from '^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):'), substring(rel ->> 'uid' from '^/subscriptions/([0-9a-f-]{36})'), substring(rel ->> 'uid' from '^//[^/]+/projects/([^/]+)')) as account
    from resource r cross join lateral jsonb_array_elements(r.relations) rel where r.gone_at is null) f
where account is not null group by 1, 2, 3
on conflict do nothing;
insert into scope_fact (scope_id, key, value, live)
select scope_id, key, '', count(*)::int from (
  select distinct r.scope_id, r.kh, 'has:' || lower(t.key) as key from resource r cross join lateral jsonb_object_keys(r.tags) t (key) where r.gone_at is null) h
group by 1, 2
on conflict do nothing;
`;
