import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { keyArn, keyCount, keyId } from './kms-keys.ts';
import { roleArnAt } from './iam-names.ts';

const numbers = (place: Place): number[] => Array.from({ length: keyCount(place.plan, place.region) }, (_, number) => number);
const numberOf = (place: Place, id: unknown): number => numbers(place).find((number) => String(id).includes(keyId(place.plan, place.region, number))) ?? 0;
const names = { size: 'Limit', token: 'Marker', next: 'NextMarker' } as const;
/** The last key of a region is AWS's own. */
const isOfAws = (place: Place, number: number): boolean => number === keyCount(place.plan, place.region) - 1;

function describe(place: Place, number: number): Fields {
  const { plan, region, account } = place;
  const isPending = number % 7 === 4;
  return {
    KeyId: keyId(plan, region, number), Arn: keyArn(plan, region, number), AWSAccountId: account, CreationDate: new Date(timeAgo(plan, 400 + number)), Enabled: !isPending, Description: number === 0 ? 'Volumes and buckets' : isOfAws(place, number) ? 'Default key that protects my EBS volumes' : '',
    KeyUsage: 'ENCRYPT_DECRYPT', KeyState: isPending ? 'PendingDeletion' : 'Enabled', KeyManager: isOfAws(place, number) ? 'AWS' : 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', Origin: 'AWS_KMS', MultiRegion: false,
    ...(isPending ? { DeletionDate: new Date(plan.nowMs + 9 * 86_400_000) } : {}),
  };
}

function policyOf(place: Place, number: number): object {
  const own = { Sid: 'Own', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${place.account}:root` }, Action: 'kms:*', Resource: '*' };
  return { Version: '2012-10-17', Statement: number % 6 === 5 ? [own, { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }] : [own] };
}

export const kmsServices: Readonly<Record<string, PlacedAnswerer>> = {
  'kms.ListKeys': (input, place, asked) => pageOfFields(numbers(place).map((number) => ({ KeyId: keyId(place.plan, place.region, number), KeyArn: keyArn(place.plan, place.region, number) })), input, { ...names, list: 'Keys' }, asked),
  'kms.DescribeKey': ({ KeyId }, place) => ({ KeyMetadata: describe(place, numberOf(place, KeyId)) }),
  'kms.GetKeyRotationStatus': ({ KeyId }, place) => (numberOf(place, KeyId) % 2 === 0 ? { KeyRotationEnabled: true, RotationPeriodInDays: 365 } : { KeyRotationEnabled: false }),
  'kms.GetKeyPolicy': ({ KeyId }, place) => ({ Policy: JSON.stringify(policyOf(place, numberOf(place, KeyId))), PolicyName: 'default' }),
  'kms.ListResourceTags': ({ KeyId }, place) => ({ Tags: numberOf(place, KeyId) % 3 === 0 ? [{ TagKey: 'team', TagValue: 'platform' }] : [], Truncated: false }),
  'kms.ListAliases': (input, place, asked) => {
    const aliases = numbers(place).map((number) => {
      const AliasName = isOfAws(place, number) ? 'alias/aws/ebs' : `alias/acme-${number}`;
      return { AliasName, AliasArn: place.arn('kms', AliasName), TargetKeyId: keyId(place.plan, place.region, number), CreationDate: new Date(timeAgo(place.plan, 400 + number)) };
    });
    return pageOfFields(aliases, input, { ...names, list: 'Aliases', standard: 50 }, asked);
  },
  'kms.ListGrants': ({ KeyId }, place) => {
    const number = numberOf(place, KeyId);
    const grant = (foreign: boolean): Fields => ({
      KeyId: keyArn(place.plan, place.region, number), GrantId: `${number}${foreign ? 'f' : 'a'}`.padStart(64, '0'), Name: foreign ? 'partner' : 'scaling', CreationDate: new Date(timeAgo(place.plan, foreign ? 500 : 60)), Operations: ['Decrypt', 'CreateGrant'],
      GranteePrincipal: foreign ? 'arn:aws:iam::999988887777:role/import' : roleArnAt(place.plan, number), IssuingAccount: `arn:aws:iam::${place.account}:root`,
    });
    return { Grants: [grant(false), ...(number % 4 === 0 ? [grant(true)] : [])], Truncated: false };
  },
};
