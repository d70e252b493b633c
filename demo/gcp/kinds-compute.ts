import { type Data, type Kind, linkTo, selfLink, type Thing } from './thing.ts';

const type = (name: string): string => `compute.googleapis.com/${name}`;

type Place = Kind['place'];

const placePath = (place: Place, thing: Thing): string => (place === 'zone' ? `zones/${thing.zone}` : place === 'region' ? `regions/${thing.region}` : 'global');

/** A kind of Compute Engine: what all of them have, and what `own` adds. */
function compute(name: string, collection: string, place: Place, weight: number, prefix: string, own: (thing: Thing) => Data = () => ({})): Kind {
  return {
    assetType: type(name),
    weight,
    place,
    path: (thing) => `projects/${thing.project.id}/${placePath(place, thing)}/${collection}/${prefix}-${thing.i}`,
    data: (thing) => ({
      kind: `compute#${name[0]?.toLowerCase() ?? ''}${name.slice(1)}`,
      id: thing.id,
      name: `${prefix}-${thing.i}`,
      selfLink: selfLink(thing.path),
      creationTimestamp: thing.createdAt,
      ...(place === 'zone' ? { zone: selfLink(`projects/${thing.project.id}/zones/${thing.zone}`) } : place === 'region' ? { region: selfLink(`projects/${thing.project.id}/regions/${thing.region}`) } : {}),
      ...(thing.labels === undefined ? {} : { labels: thing.labels }),
      ...own(thing),
    }),
  };
}

const sizes = ['e2-medium', 'e2-standard-4', 'n2-standard-8', 'n1-highmem-16', 'c3-standard-22'];

function instance(thing: Thing): Data {
  const roll = thing.chance(1);
  const status = roll < 0.7 ? 'RUNNING' : roll < 0.95 ? 'TERMINATED' : 'SUSPENDED';
  const isPublic = thing.chance(2) < 0.3;
  const disk = thing.other(type('Disk'));
  return {
    status,
    machineType: selfLink(`projects/${thing.project.id}/zones/${thing.zone}/machineTypes/${thing.pick(3, sizes)}`),
    cpuPlatform: 'Intel Broadwell',
    lastStartTimestamp: thing.ago(120 + thing.chance(4) * 100),
    ...(status === 'TERMINATED' ? { lastStopTimestamp: thing.ago(thing.chance(5) * 119) } : {}),
    ...(status === 'SUSPENDED' ? { lastSuspendedTimestamp: thing.ago(thing.chance(5) * 60) } : {}),
    disks: disk === undefined ? [] : [{ source: linkTo(disk), boot: true, deviceName: 'boot', diskSizeGb: '50' }],
    networkInterfaces: [{ network: linkTo(thing.other(type('Network'))), subnetwork: linkTo(thing.other(type('Subnetwork'))), networkIP: `10.0.${Math.floor(thing.i / 250) % 250}.${thing.i % 250}`, ...(isPublic ? { accessConfigs: [{ natIP: `34.1.${Math.floor(thing.i / 250) % 250}.${thing.i % 250}`, type: 'ONE_TO_ONE_NAT' }] } : {}) }],
    serviceAccounts: [{ email: thing.chance(6) < 0.4 ? `${thing.project.number}-compute@developer.gserviceaccount.com` : `sa-0@${thing.project.id}.iam.gserviceaccount.com`, scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
    metadata: { items: [{ key: 'startup-script', value: 'echo hunter2' }, ...(thing.chance(7) < 0.5 ? [{ key: 'block-project-ssh-keys', value: 'TRUE' }] : []), ...(thing.chance(8) < 0.1 ? [{ key: 'serial-port-enable', value: '1' }] : [])] },
    scheduling: { preemptible: false, provisioningModel: thing.chance(9) < 0.1 ? 'SPOT' : 'STANDARD' },
    shieldedInstanceConfig: { enableVtpm: thing.chance(10) < 0.9, enableIntegrityMonitoring: thing.chance(10) < 0.9, enableSecureBoot: false },
    canIpForward: thing.chance(11) < 0.05,
    deletionProtection: thing.chance(12) < 0.2,
  };
}

function disk(thing: Thing): Data {
  const count = thing.facts.countOf(type('Instance'));
  const user = thing.i < count ? linkTo(thing.other(type('Instance'))) : undefined;
  return {
    sizeGb: String(10 + Math.floor(thing.chance(1) * 500)),
    status: 'READY',
    type: selfLink(`projects/${thing.project.id}/zones/${thing.zone}/diskTypes/${thing.pick(2, ['pd-standard', 'pd-balanced', 'pd-ssd'])}`),
    ...(user === undefined ? { lastDetachTimestamp: thing.ago(thing.chance(3) * 200) } : { users: [user], lastAttachTimestamp: thing.ago(200) }),
    ...(thing.chance(4) < 0.1 ? { diskEncryptionKey: { kmsKeyName: `projects/${thing.project.id}/locations/global/keyRings/keyring-0/cryptoKeys/key-0/cryptoKeyVersions/1` } } : {}),
    physicalBlockSizeBytes: '4096',
  };
}

const firewall = (thing: Thing): Data => ({ network: linkTo(thing.other(type('Network'))), direction: 'INGRESS', priority: 1000, disabled: false, sourceRanges: [thing.chance(1) < 0.2 ? '0.0.0.0/0' : '10.0.0.0/8'], allowed: [{ IPProtocol: 'tcp', ports: [thing.pick(2, ['22', '443', '3389', '8080-8090'])] }], logConfig: { enable: false } });

function address(thing: Thing): Data {
  const isUsed = thing.chance(1) < 0.5;
  return { address: `35.2.${Math.floor(thing.i / 250) % 250}.${thing.i % 250}`, addressType: 'EXTERNAL', status: isUsed ? 'IN_USE' : 'RESERVED', networkTier: 'PREMIUM', ...(isUsed ? { users: [linkTo(thing.other(type('ForwardingRule')))] } : {}) };
}

const network = (thing: Thing): Data => ({
  ...(thing.i === 0 ? { autoCreateSubnetworks: true } : { autoCreateSubnetworks: false }),
  routingConfig: { routingMode: 'REGIONAL' },
  mtu: 1460,
  subnetworks: [linkTo(thing.other(type('Subnetwork')))],
  ...(thing.chance(1) < 0.5 ? { peerings: [{ name: 'to-shared', network: selfLink('projects/shared-host/global/networks/shared'), state: 'ACTIVE', exchangeSubnetRoutes: true, exportCustomRoutes: false, importCustomRoutes: true }] } : {}),
});

const imageLike = (thing: Thing): Data => ({ status: 'READY', diskSizeGb: '20', storageBytes: String(Math.floor(thing.chance(1) * 5e9)), archiveSizeBytes: String(Math.floor(thing.chance(1) * 2e9)), sourceDisk: linkTo(thing.other(type('Disk'))), storageLocations: [thing.region] });

export const computeKinds: readonly Kind[] = [
  compute('Instance', 'instances', 'zone', 120, 'vm', instance),
  compute('Disk', 'disks', 'zone', 170, 'disk', disk),
  compute('RegionDisk', 'disks', 'region', 5, 'rdisk', (thing) => ({ sizeGb: '200', status: 'READY', type: selfLink(`projects/${thing.project.id}/regions/${thing.region}/diskTypes/pd-ssd`), replicaZones: [selfLink(`projects/${thing.project.id}/zones/${thing.region}-b`), selfLink(`projects/${thing.project.id}/zones/${thing.region}-c`)] })),
  compute('Snapshot', 'snapshots', 'global', 120, 'snap', imageLike),
  compute('Image', 'images', 'global', 15, 'image', imageLike),
  compute('MachineImage', 'machineImages', 'global', 4, 'mimage', (thing) => ({ status: 'READY', sourceInstance: linkTo(thing.other(type('Instance'))), totalStorageBytes: '1000000000' })),
  compute('Address', 'addresses', 'region', 30, 'ip', address),
  compute('GlobalAddress', 'addresses', 'global', 6, 'gip', address),
  compute('Network', 'networks', 'global', 4, 'net', network),
  compute('Subnetwork', 'subnetworks', 'region', 20, 'subnet', (thing) => ({ network: linkTo(thing.other(type('Network'))), ipCidrRange: `10.${thing.i % 250}.0.0/20`, privateIpGoogleAccess: thing.chance(1) < 0.5, enableFlowLogs: thing.chance(2) < 0.4, purpose: 'PRIVATE' })),
  compute('Firewall', 'firewalls', 'global', 30, 'fw', firewall),
  compute('FirewallPolicy', 'firewallPolicies', 'global', 1, 'fwpolicy', () => ({ rules: [] })),
  compute('Route', 'routes', 'global', 12, 'route', (thing) => ({ network: linkTo(thing.other(type('Network'))), destRange: '0.0.0.0/0', priority: 1000, nextHopGateway: selfLink(`projects/${thing.project.id}/global/gateways/default-internet-gateway`) })),
  compute('Router', 'routers', 'region', 4, 'router', (thing) => ({ network: linkTo(thing.other(type('Network'))), nats: [{ name: 'nat', natIpAllocateOption: 'AUTO_ONLY', sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES' }] })),
  compute('VpnGateway', 'vpnGateways', 'region', 2, 'vpngw', (thing) => ({ network: linkTo(thing.other(type('Network'))) })),
  compute('VpnTunnel', 'vpnTunnels', 'region', 3, 'tunnel', (thing) => ({ status: thing.chance(1) < 0.6 ? 'ESTABLISHED' : 'NO_INCOMING_PACKETS', vpnGateway: linkTo(thing.other(type('VpnGateway'))), router: linkTo(thing.other(type('Router'))), peerIp: '203.0.113.9', sharedSecretHash: 'x', sharedSecret: '*************' })),
  compute('ServiceAttachment', 'serviceAttachments', 'region', 1, 'attachment', (thing) => ({ targetService: linkTo(thing.other(type('ForwardingRule'))) })),
  compute('PacketMirroring', 'packetMirrorings', 'region', 1, 'mirror', (thing) => ({ network: { url: linkTo(thing.other(type('Network'))) }, enable: 'TRUE' })),
  compute('ForwardingRule', 'forwardingRules', 'region', 10, 'fr', (thing) => ({ IPAddress: '35.3.0.1', IPProtocol: 'TCP', portRange: '443-443', loadBalancingScheme: 'EXTERNAL_MANAGED', target: linkTo(thing.other(type('TargetHttpsProxy'))) })),
  compute('GlobalForwardingRule', 'forwardingRules', 'global', 6, 'gfr', (thing) => ({ IPAddress: '35.4.0.1', IPProtocol: 'TCP', portRange: '443-443', loadBalancingScheme: 'EXTERNAL_MANAGED', target: linkTo(thing.other(type('TargetHttpsProxy'))) })),
  ...['TargetHttpsProxy', 'TargetHttpProxy', 'TargetSslProxy', 'TargetTcpProxy', 'TargetGrpcProxy'].map((name) => compute(name, `t${name.slice(1).replace(/y$/, 'ies')}`, 'global', 2, name.toLowerCase(), (thing) => ({ urlMap: linkTo(thing.other(type('UrlMap'))), sslCertificates: [linkTo(thing.other(type('SslCertificate')))] }))),
  compute('UrlMap', 'urlMaps', 'global', 5, 'map', (thing) => ({ defaultService: linkTo(thing.other(type('BackendService'))) })),
  compute('BackendService', 'backendServices', 'global', 8, 'backend', (thing) => ({ protocol: 'HTTPS', loadBalancingScheme: 'EXTERNAL_MANAGED', backends: thing.chance(1) < 0.7 ? [{ group: linkTo(thing.other(type('InstanceGroup'))) }] : [], healthChecks: [linkTo(thing.other(type('HealthCheck')))], logConfig: { enable: thing.chance(2) < 0.5 }, timeoutSec: 30 })),
  compute('RegionBackendService', 'backendServices', 'region', 2, 'rbackend', () => ({ protocol: 'TCP', loadBalancingScheme: 'INTERNAL', backends: [] })),
  compute('BackendBucket', 'backendBuckets', 'global', 1, 'bbucket', () => ({ bucketName: 'bucket-0', enableCdn: true })),
  compute('HealthCheck', 'healthChecks', 'global', 6, 'health', () => ({ type: 'HTTPS', checkIntervalSec: 5 })),
  compute('TargetPool', 'targetPools', 'region', 1, 'pool', () => ({ instances: [] })),
  compute('SslCertificate', 'sslCertificates', 'global', 3, 'cert', (thing) => ({ type: 'MANAGED', expireTime: thing.ago(-60), managed: { status: 'ACTIVE', domains: ['example.com'] } })),
  compute('SslPolicy', 'sslPolicies', 'global', 1, 'sslpolicy', () => ({ profile: 'COMPATIBLE', minTlsVersion: 'TLS_1_0' })),
  compute('SecurityPolicy', 'securityPolicies', 'global', 2, 'armor', () => ({ type: 'CLOUD_ARMOR', rules: [{ priority: 2147483647, action: 'allow', match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } } }] })),
  compute('InstanceGroup', 'instanceGroups', 'zone', 6, 'group', (thing) => ({ size: 2, network: linkTo(thing.other(type('Network'))) })),
  compute('InstanceGroupManager', 'instanceGroupManagers', 'zone', 5, 'mig', (thing) => ({ targetSize: 2, instanceTemplate: linkTo(thing.other(type('InstanceTemplate'))), instanceGroup: linkTo(thing.other(type('InstanceGroup'))), status: { isStable: true } })),
  compute('InstanceTemplate', 'instanceTemplates', 'global', 6, 'template', () => ({ properties: { machineType: 'e2-medium', disks: [], metadata: { items: [{ key: 'startup-script', value: 'echo hunter2' }] } } })),
  compute('Autoscaler', 'autoscalers', 'zone', 2, 'scaler', (thing) => ({ target: linkTo(thing.other(type('InstanceGroupManager'))), status: 'ACTIVE', autoscalingPolicy: { minNumReplicas: 1, maxNumReplicas: 5 } })),
  compute('Commitment', 'commitments', 'region', 1, 'commit', (thing) => ({ status: 'ACTIVE', plan: 'TWELVE_MONTH', type: 'GENERAL_PURPOSE', startTimestamp: thing.ago(100), endTimestamp: thing.ago(-265), resources: [{ type: 'VCPU', amount: '16' }, { type: 'MEMORY', amount: '65536' }] })),
  compute('Reservation', 'reservations', 'zone', 1, 'reserve', () => ({ status: 'READY', specificReservation: { count: '4', inUseCount: '1', instanceProperties: { machineType: 'n2-standard-8' } } })),
  compute('ResourcePolicy', 'resourcePolicies', 'region', 2, 'policy', () => ({ status: 'READY', snapshotSchedulePolicy: { schedule: { dailySchedule: { daysInCycle: 1 } }, retentionPolicy: { maxRetentionDays: 14 } } })),
  compute('NodeGroup', 'nodeGroups', 'zone', 1, 'nodes', () => ({ size: 1, status: 'READY', nodeTemplate: selfLink('projects/p/regions/r/nodeTemplates/t') })),
  compute('Interconnect', 'interconnects', 'global', 1, 'inter', () => ({ state: 'ACTIVE', interconnectType: 'DEDICATED', requestedLinkCount: 1 })),
  compute('InterconnectAttachment', 'interconnectAttachments', 'region', 1, 'vlan', (thing) => ({ state: 'ACTIVE', type: 'DEDICATED', router: linkTo(thing.other(type('Router'))), interconnect: linkTo(thing.other(type('Interconnect'))) })),
];
