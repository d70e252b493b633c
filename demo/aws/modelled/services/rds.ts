import { computed } from '../../generate/estate.ts';
import { type AskedBy, pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { clusterAt, clusterCount, clusterSnapshotAt, databaseAt, databaseCount, groupTags, parameterGroups, parametersOf, snapshotAt, snapshotCount, snapshotSharing, subnetGroups } from './rds-estate.ts';

function page(items: readonly unknown[], list: string, input: Fields, asked: AskedBy): Fields {
  return pageOfFields(items, input, { size: 'MaxRecords', token: 'Marker', next: 'Marker', list }, asked);
}

const counted = (list: string, count: (place: Place) => number, make: (place: Place, number: number) => Fields): PlacedAnswerer => (input, place, asked) =>
  page(computed(count(place), (number) => make(place, number)) as unknown as readonly unknown[], list, input, asked);

const sharing = (values: string[]): Fields[] => [{ AttributeName: 'restore', AttributeValues: values }];

export const rdsAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'rds.DescribeDBClusterSnapshotAttributes': (input) => ({ DBClusterSnapshotAttributesResult: { DBClusterSnapshotIdentifier: input['DBClusterSnapshotIdentifier'], DBClusterSnapshotAttributes: sharing([]) } }),
  'rds.DescribeDBClusterSnapshots': counted('DBClusterSnapshots', clusterCount, clusterSnapshotAt),
  'rds.DescribeDBClusters': counted('DBClusters', clusterCount, clusterAt),
  'rds.DescribeDBInstances': counted('DBInstances', databaseCount, databaseAt),
  'rds.DescribeDBParameterGroups': (input, place, asked) => page(parameterGroups(place), 'DBParameterGroups', input, asked),
  'rds.DescribeDBParameters': (input, _place, asked) => page(parametersOf(String(input['DBParameterGroupName'])), 'Parameters', input, asked),
  'rds.DescribeDBSnapshotAttributes': (input) => ({ DBSnapshotAttributesResult: { DBSnapshotIdentifier: input['DBSnapshotIdentifier'], DBSnapshotAttributes: sharing(snapshotSharing(String(input['DBSnapshotIdentifier']))) } }),
  'rds.DescribeDBSnapshots': counted('DBSnapshots', snapshotCount, snapshotAt),
  'rds.DescribeDBSubnetGroups': (input, place, asked) => page(subnetGroups(place), 'DBSubnetGroups', input, asked),
  'rds.ListTagsForResource': (input, place) => ({ TagList: groupTags(place, String(input['ResourceName'])) }),
};
