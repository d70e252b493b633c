import type { Address, Image, Instance, InstanceState, Snapshot, Tags, Volume } from '../estate.ts';
import { list, tag } from '../xml.ts';

const stateCodes: Record<InstanceState, number> = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 };

export function tagSet(tags: Tags): string {
  const items = Object.entries(tags).map(([key, value]) => tag('key', key) + tag('value', value));
  return items.length === 0 ? '' : list('tagSet', items);
}

/** Every instance in a reservation of its own, as most are. */
export function reservationXml(account: string, instance: Instance): string {
  const groups = list('groupSet', instance.securityGroups.map(({ id, name }) => tag('groupId', id) + tag('groupName', name)));
  const isStopped = instance.state === 'stopped';
  const devices = instance.blockDevices.map(
    ({ device, volumeId, attachedAt, deleteOnTermination }) =>
      `${tag('deviceName', device)}<ebs>${tag('volumeId', volumeId)}<status>attached</status>${tag('attachTime', attachedAt)}${tag('deleteOnTermination', deleteOnTermination)}</ebs>`,
  );
  const profile = instance.instanceProfileArn === undefined
    ? ''
    : `<iamInstanceProfile>${tag('arn', instance.instanceProfileArn)}<id>AIPAQ4EXAMPLEPROFILE</id></iamInstanceProfile>`;
  const stateReason = isStopped && instance.stateTransitionReason !== ''
    ? '<stateReason><code>Client.UserInitiatedShutdown</code><message>Client.UserInitiatedShutdown: User initiated shutdown</message></stateReason>'
    : '';
  const inner =
    tag('instanceId', instance.id) + tag('imageId', instance.imageId) +
    `<instanceState><code>${stateCodes[instance.state]}</code>${tag('name', instance.state)}</instanceState>` +
    `<privateDnsName>ip-${instance.privateIp.replaceAll('.', '-')}.ec2.internal</privateDnsName>` +
    `<dnsName>${instance.publicIp === undefined ? '' : `ec2-${instance.publicIp.replaceAll('.', '-')}.compute.amazonaws.com`}</dnsName>` +
    tag('reason', instance.stateTransitionReason) + tag('keyName', instance.keyName) + '<amiLaunchIndex>0</amiLaunchIndex><productCodes/>' +
    tag('instanceType', instance.type) + tag('launchTime', instance.launchedAt) +
    `<placement>${tag('availabilityZone', instance.availabilityZone)}<groupName/><tenancy>default</tenancy></placement>` +
    `<monitoring><state>disabled</state></monitoring>` + tag('subnetId', instance.subnetId) + tag('vpcId', instance.vpcId) +
    tag('privateIpAddress', instance.privateIp) + tag('ipAddress', instance.publicIp) + '<sourceDestCheck>true</sourceDestCheck>' + groups + stateReason +
    tag('architecture', instance.architecture) + '<rootDeviceType>ebs</rootDeviceType>' + tag('rootDeviceName', instance.blockDevices[0]?.device) +
    list('blockDeviceMapping', devices) + '<virtualizationType>hvm</virtualizationType>' + tagSet(instance.tags) +
    '<hypervisor>xen</hypervisor>' + profile + '<ebsOptimized>true</ebsOptimized><enaSupport>true</enaSupport>' +
    (instance.platformDetails === 'Windows' ? '<platform>windows</platform>' : '') + tag('platformDetails', instance.platformDetails) +
    `<metadataOptions><state>applied</state>${tag('httpTokens', instance.metadataTokens)}<httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint></metadataOptions>`;
  return `<reservationId>r${instance.id.slice(1)}</reservationId>${tag('ownerId', account)}<groupSet/><instancesSet><item>${inner}</item></instancesSet>`;
}

export function volumeXml(_account: string, volume: Volume): string {
  const attachments = volume.attachments.map(
    ({ instanceId, device, attachedAt, deleteOnTermination }) =>
      tag('volumeId', volume.id) + tag('instanceId', instanceId) + tag('device', device) + '<status>attached</status>' +
      tag('attachTime', attachedAt) + tag('deleteOnTermination', deleteOnTermination),
  );
  return (
    tag('volumeId', volume.id) + tag('size', volume.sizeGib) + tag('snapshotId', volume.snapshotId) + tag('availabilityZone', volume.availabilityZone) +
    tag('status', volume.state) + tag('createTime', volume.createdAt) + list('attachmentSet', attachments) + tagSet(volume.tags) +
    tag('volumeType', volume.type) + tag('iops', volume.iops) + tag('throughput', volume.throughput) + tag('encrypted', volume.encrypted) +
    tag('kmsKeyId', volume.kmsKeyId) + '<multiAttachEnabled>false</multiAttachEnabled>'
  );
}

export const snapshotXml = (account: string, snapshot: Snapshot): string =>
  tag('snapshotId', snapshot.id) + tag('volumeId', snapshot.volumeId) + tag('status', snapshot.state) + tag('startTime', snapshot.startedAt) +
  tag('progress', snapshot.state === 'completed' ? '100%' : '42%') + tag('ownerId', account) + tag('volumeSize', snapshot.sizeGib) +
  tag('description', snapshot.description) + tagSet(snapshot.tags) + tag('encrypted', snapshot.encrypted) + tag('kmsKeyId', snapshot.kmsKeyId) +
  tag('storageTier', snapshot.storageTier);

export const addressXml = (account: string, address: Address): string =>
  tag('publicIp', address.publicIp) + tag('allocationId', address.allocationId) + '<domain>vpc</domain>' + tag('instanceId', address.instanceId) +
  tag('associationId', address.associationId) + tag('networkInterfaceId', address.networkInterfaceId) +
  (address.networkInterfaceId === undefined ? '' : tag('networkInterfaceOwnerId', account)) + tagSet(address.tags) + '<publicIpv4Pool>amazon</publicIpv4Pool>';

export function imageXml(account: string, image: Image): string {
  const devices = image.blockDevices.map(
    ({ device, snapshotId, sizeGib, type }) =>
      `${tag('deviceName', device)}<ebs>${tag('snapshotId', snapshotId)}${tag('volumeSize', sizeGib)}<deleteOnTermination>true</deleteOnTermination>${tag('volumeType', type)}<encrypted>false</encrypted></ebs>`,
  );
  return (
    tag('imageId', image.id) + tag('imageLocation', `${account}/${image.name}`) + '<imageState>available</imageState>' + tag('imageOwnerId', account) +
    '<isPublic>false</isPublic>' + tag('architecture', image.architecture) + '<imageType>machine</imageType>' + tag('name', image.name) +
    tag('description', '') + '<rootDeviceType>ebs</rootDeviceType>' + tag('rootDeviceName', image.rootDevice) + list('blockDeviceMapping', devices) +
    '<virtualizationType>hvm</virtualizationType>' + tagSet(image.tags) + '<hypervisor>xen</hypervisor>' + tag('creationDate', image.createdAt)
  );
}
