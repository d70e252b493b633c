import { isInUse, kmsKeyArn, zoneName } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

const gib = 1024 ** 3;

/** One in use or not as the metrics say, one that nobody can mount any more, one of a single zone, and a copy that replication writes. */
function fileSystems(place: Place): Fields[] {
  const { plan, region, account } = place;
  if (!isInUse(plan, region)) return [];
  const systems = [
    { Name: 'shared', targets: 3, standard: 120, ia: 400, rest: { ThroughputMode: 'elastic', Encrypted: true, KmsKeyId: kmsKeyArn(plan, region) } },
    { Name: 'old-wiki', targets: 0, standard: 40, ia: 0, rest: { ThroughputMode: 'bursting', Encrypted: false } },
    { Name: 'builds', targets: 1, standard: 15, ia: 0, rest: { ThroughputMode: 'provisioned', ProvisionedThroughputInMibps: 8, Encrypted: false, AvailabilityZoneName: zoneName(plan, region, 0) } },
    { Name: 'copy', targets: 0, standard: 120, ia: 400, rest: { ThroughputMode: 'elastic', Encrypted: true, KmsKeyId: kmsKeyArn(plan, region), FileSystemProtection: { ReplicationOverwriteProtection: 'REPLICATING' } } },
  ];
  return systems.map(({ Name, targets, standard, ia, rest }, number) => {
    const FileSystemId = hexId('fs', plan.seed, 20 + region, number);
    return {
      FileSystemId, FileSystemArn: place.arn('elasticfilesystem', `file-system/${FileSystemId}`), OwnerId: account, CreationToken: `${Name}-${number}`, CreationTime: new Date(timeAgo(plan, 210 + number)), LifeCycleState: 'available', Name, PerformanceMode: 'generalPurpose',
      NumberOfMountTargets: targets, SizeInBytes: { Value: (standard + ia) * gib, ValueInStandard: standard * gib, ValueInIA: ia * gib, ValueInArchive: 0 }, ...rest, Tags: tagList({ Name, env: number === 0 ? 'prod' : 'dev' }),
    };
  });
}

export const efsAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'efs.DescribeFileSystems': (input, place, asked) => pageOfFields(fileSystems(place), input, { size: 'MaxItems', token: 'Marker', next: 'NextMarker', list: 'FileSystems' }, asked),
};
