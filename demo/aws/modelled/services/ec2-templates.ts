import { groupId, isInUse } from '../../generate/network.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { hexId, mix, randomOf } from '../../generate/random.ts';
import { usualTags, workloads } from '../../generate/words.ts';
import { imageAt } from '../../generate/snapshots.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { ec2Page, tagList } from './ec2-pages.ts';

export const templateId = ({ plan, region }: Place, workload: number): string => hexId('lt', plan.seed, 150 + region, workload);
/** One for each eight instances, at most one a workload. */
export const templateCount = ({ plan, region }: Place): number => (isInUse(plan, region) ? Math.min(workloads.length, Math.max(1, Math.ceil(countIn(plan, 'instances', region) / 8))) : 0);

/** An own image of the region, where there is one. */
function imageOf({ plan, region }: Place, workload: number): string {
  const images = countIn(plan, 'images', region);
  return images === 0 ? hexId('ami', plan.seed, 30 + region, workload % 12) : imageAt(plan, region, workload % images).id;
}

function template(place: Place, number: number): Fields {
  return {
    LaunchTemplateId: templateId(place, number), LaunchTemplateName: `${workloads[number]!}-template`, CreateTime: new Date(timeAgo(place.plan, 200 + number)), CreatedBy: `arn:aws:iam::${place.account}:root`,
    DefaultVersionNumber: 1, LatestVersionNumber: 1 + (number % 2), Tags: tagList(usualTags(randomOf(place.plan.seed, 79, number), undefined)),
  };
}

/** The default version and, where there is a later one, that too: it opens no metadata without a token. */
function versions(place: Place, number: number): Fields[] {
  const workload = workloads[number]!;
  const made = (version: number, tokens: string): Fields => ({
    LaunchTemplateId: templateId(place, number), LaunchTemplateName: `${workload}-template`, VersionNumber: version, DefaultVersion: version === 1, CreateTime: new Date(timeAgo(place.plan, 200 + number - version)),
    LaunchTemplateData: {
      ImageId: imageOf(place, number), InstanceType: 't3.medium', KeyName: `${workload}-key`, SecurityGroupIds: [groupId(place.plan, place.region, workload)], IamInstanceProfile: { Arn: `arn:aws:iam::${place.account}:instance-profile/${workload}` },
      MetadataOptions: { HttpTokens: tokens, HttpEndpoint: 'enabled' }, UserData: 'IyEvYmluL3NoCmVjaG8gcm91bmRz', BlockDeviceMappings: [],
    },
  });
  return number % 2 === 0 ? [made(1, 'required')] : [made(1, 'optional'), made(2, 'required')];
}

/** Of every workload, and two that nothing uses. */
function keyPairs({ plan, region, regionName }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const names = [...workloads.map((workload) => `${workload}-key`), 'old-laptop', 'test key'];
  return names.map((KeyName, number) => ({
    KeyName, KeyPairId: hexId('key', plan.seed, 150 + region, number), KeyType: number % 3 === 0 ? 'ed25519' : 'rsa', KeyFingerprint: [0, 1, 2].map((part) => mix(plan.seed, 80 + part, number + regionName.length).toString(16).padStart(8, '0')).join(''),
    CreateTime: new Date(timeAgo(plan, 400 + number)), Tags: tagList(usualTags(randomOf(plan.seed, 81, number), undefined)),
  }));
}

const numbersOf = (place: Place): number[] => Array.from({ length: templateCount(place) }, (_, number) => number);

export const templateAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeKeyPairs': (_input, place) => ({ KeyPairs: keyPairs(place) }),
  'ec2.DescribeLaunchTemplates': (input, place, asked) => ec2Page(numbersOf(place).map((number) => template(place, number)), 'LaunchTemplates', input, asked),
  'ec2.DescribeLaunchTemplateVersions': (input, place, asked) => ec2Page(numbersOf(place).flatMap((number) => versions(place, number)), 'LaunchTemplateVersions', input, asked),
};
