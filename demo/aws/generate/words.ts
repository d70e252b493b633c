import type { Tags } from '../estate.ts';
import { pick, type Random } from './random.ts';

export const workloads = [
  'web', 'api', 'worker', 'ci-runner', 'bastion', 'analytics-etl', 'batch', 'cache', 'search', 'jenkins',
  'gitlab-runner', 'ml-train', 'reporting', 'legacy-crm', 'vpn', 'kafka', 'grafana', 'mail-relay', 'checkout', 'imports',
] as const;
export const environments = ['prod', 'prod', 'staging', 'dev', 'dev', 'test', 'sandbox'] as const;
export const teams = ['platform', 'payments', 'data', 'growth', 'mobile', 'search', 'security'] as const;
export const people = [
  'ada', 'amir', 'bruno', 'carla', 'chen', 'dana', 'elif', 'femi', 'grace', 'hugo', 'ines', 'jonas', 'kofi', 'lena',
  'marco', 'nadia', 'oleg', 'priya', 'quinn', 'rosa', 'sven', 'tara', 'umar', 'vera', 'wei', 'yara', 'zoe',
] as const;
const surnames = ['adler', 'banks', 'costa', 'diaz', 'evans', 'fischer', 'garcia', 'hansen', 'ito', 'jansen', 'kaur', 'lopez', 'meyer', 'novak', 'okafor', 'park'] as const;

export const personName = (random: Random): string => `${pick(random, people)}.${pick(random, surnames)}`;

/** Usual tags; one thing in eight has none, some miss owner or team. */
export function usualTags(random: Random, name: string | undefined): Tags {
  const tags: Tags = {};
  if (random() < 0.12) return tags;
  if (name !== undefined) tags['Name'] = name;
  if (random() < 0.85) tags['env'] = pick(random, environments);
  if (random() < 0.6) tags['owner'] = `${personName(random)}@example.com`;
  if (random() < 0.7) tags['team'] = pick(random, teams);
  return tags;
}
