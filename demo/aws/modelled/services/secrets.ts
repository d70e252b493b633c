import { isInUse, kmsKeyArn } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

/** The one that tasks name; where anything runs, also one of a database, one that nobody reads any more, one that nobody ever read and one on its way out. */
function secrets(place: Place): Fields[] {
  const { plan, region } = place;
  const ago = (days: number): Date => new Date(timeAgo(plan, days));
  const secret = (name: string, made: number, more: Fields): Fields => ({ ARN: place.arn('secretsmanager', `secret:${name}-AbCdEf`), Name: name, CreatedDate: ago(made), LastChangedDate: ago(made), SecretVersionsToStages: { '5f4b1c9e-0000-4000-8000-000000000001': ['AWSCURRENT'] }, ...more });
  const ofAll = secret('app-key', 320, { KmsKeyId: kmsKeyArn(plan, region), LastAccessedDate: ago(1), Tags: tagList({ team: 'platform' }) });
  if (!isInUse(plan, region)) return [ofAll];
  return [
    ofAll,
    secret('rds!db-orders', 200, { OwningService: 'rds', RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 7 }, LastRotatedDate: ago(5), LastAccessedDate: ago(2) }),
    secret('partner-token', 400, { Description: 'Token of the old billing partner', LastAccessedDate: ago(190), Tags: tagList({ team: 'billing' }) }),
    secret('trial-key', 150, {}),
    secret('old-smtp', 380, { LastAccessedDate: ago(300), DeletedDate: ago(4) }),
  ];
}

export const secretsAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'secretsmanager.ListSecrets': ({ IncludePlannedDeletion, ...input }, place, asked) => pageOfFields(secrets(place).filter((secret) => IncludePlannedDeletion === true || secret['DeletedDate'] === undefined), input, { size: 'MaxResults', token: 'NextToken', next: 'NextToken', list: 'SecretList' }, asked),
};
