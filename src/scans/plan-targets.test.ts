import { expect, it } from 'vitest';
import { defaultGenericTypes } from '../providers/aws/generic/types.ts';
import { awsResourceTypes } from '../providers/index.ts';
import { planTargets, typesOf } from './plan-targets.ts';

const judged = new Set(['aws:ec2:volume', 'aws:s3:bucket']);
const idsOf = (scope: object, isExtraction: boolean, generic = ['default']): string[] => typesOf(scope, { clouds: ['aws'], isExtraction, judged, generic }).map(({ id }) => id);

it('lists in a scan what rules look at, and never a generic type', () => {
  expect(idsOf({}, false).sort()).toEqual([...judged].sort());
  expect(idsOf({ services: ['sqs'] }, false, ['all'])).toEqual([]);
});

it('lists in an extraction every type of the services that it names, generic ones as the setting says', () => {
  expect(idsOf({}, true)).toHaveLength(awsResourceTypes.size + defaultGenericTypes.length);
  expect(idsOf({}, true, ['none'])).toHaveLength(awsResourceTypes.size);
  expect(idsOf({ services: ['sqs', 'kms'] }, true)).toEqual(['aws:kms:alias', 'aws:kms:grant', 'aws:kms:key', 'aws:sqs:queue']);
  expect(idsOf({ services: ['ec2'] }, true, ['AWS::EC2::PlacementGroup']).at(-1)).toBe('aws:ec2:placement-group');
  expect(idsOf({ providers: ['gcp'] }, true)).toEqual([]);
});

it('plans a global type once and a regional one for each wanted region', () => {
  const types = typesOf({ services: ['route53', 'sqs'] }, { clouds: ['aws'], isExtraction: true, judged, generic: ['default'] });
  const targets = planTargets('aws', { id: '1', regions: ['eu-west-1', 'us-east-1'] }, types, []);
  expect(targets.map(({ type, region }) => `${type} ${region}`).sort()).toEqual(['aws:route53:hosted-zone global', 'aws:sqs:queue eu-west-1', 'aws:sqs:queue us-east-1']);
});
