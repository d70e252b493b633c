import { pick } from '../../aws/generate/random.ts';
import type { RowContext, RowMaker } from '../row.ts';

const interfaces = 'Microsoft.Network/networkInterfaces';
const disks = 'Microsoft.Compute/disks';
const machines = 'Microsoft.Compute/virtualMachines';

const powerStates = ['running', 'running', 'running', 'deallocated', 'stopped'];

/** The power state of a machine by its place; also what the status list tells. */
export const powerStateOf = (index: number): string => powerStates[index % powerStates.length] ?? 'running';

/** Each machine has the disk of its place; every disk beyond is attached to nothing. */
export const machineOfDisk = (index: number, machineCount: number): number | undefined => (index < machineCount ? index : undefined);

const image = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2', version: 'latest' };

function virtualMachine(context: RowContext): ReturnType<RowMaker> {
  const { index, random, idOf, ago } = context;
  const state = powerStateOf(index);
  return {
    zones: index % 2 === 0 ? ['1'] : null,
    identity: index % 3 === 0 ? { type: 'SystemAssigned', principalId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` } : null,
    properties: {
      vmId: `vm-${index}`,
      hardwareProfile: { vmSize: pick(random, ['Standard_D2s_v5', 'Standard_B2ms', 'Standard_E4s_v5']) },
      storageProfile: {
        imageReference: image,
        osDisk: { osType: index % 4 === 0 ? 'Windows' : 'Linux', name: `disk-${index}`, createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { id: idOf(disks), storageAccountType: 'Premium_LRS' } },
        dataDisks: [],
      },
      osProfile: { computerName: `vm-${index}`, adminUsername: 'azureuser', linuxConfiguration: { disablePasswordAuthentication: index % 5 !== 0 } },
      networkProfile: { networkInterfaces: [{ id: idOf(interfaces), properties: { primary: true } }] },
      ...(index % 6 === 0 ? { availabilitySet: { id: idOf('Microsoft.Compute/availabilitySets') } } : {}),
      ...(index % 2 === 0 ? { securityProfile: { encryptionAtHost: true, securityType: 'TrustedLaunch' } } : {}),
      priority: index % 9 === 0 ? 'Spot' : 'Regular',
      licenseType: index % 8 === 0 ? 'Windows_Server' : undefined,
      timeCreated: ago(30 + index % 700),
      extended: { instanceView: { computerName: `vm-${index}`, powerState: { code: `PowerState/${state}`, displayStatus: `VM ${state}`, level: 'Info' } } },
    },
  };
}

function disk({ index, random, idOf, plan, subscription, ago }: RowContext): ReturnType<RowMaker> {
  const machine = machineOfDisk(index, plan.countOf(machines, subscription));
  return {
    managedBy: machine === undefined ? '' : (idOf(machines, machine) ?? ''),
    sku: { name: pick(random, ['Premium_LRS', 'StandardSSD_LRS', 'Standard_LRS']), tier: 'Premium' },
    properties: {
      diskSizeGB: pick(random, [32, 64, 128, 512, 1024]),
      diskState: machine === undefined ? 'Unattached' : powerStateOf(machine) === 'deallocated' ? 'Reserved' : 'Attached',
      ...(machine === undefined ? {} : { osType: machine % 4 === 0 ? 'Windows' : 'Linux' }),
      creationData: { createOption: machine === undefined ? 'Empty' : 'FromImage' },
      diskIOPSReadWrite: 500, diskMBpsReadWrite: 60, tier: 'P10',
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      networkAccessPolicy: index % 2 === 0 ? 'AllowAll' : 'DenyAll', publicNetworkAccess: index % 2 === 0 ? 'Enabled' : 'Disabled',
      timeCreated: ago(20 + index % 900), uniqueId: `disk-${index}`,
      ...(machine === undefined ? { LastOwnershipUpdateTime: ago(index % 200) } : {}),
    },
  };
}

/** What belongs to machines. */
export const computeRows: Readonly<Record<string, RowMaker>> = {
  [machines]: virtualMachine,
  [disks]: disk,
  'Microsoft.Compute/virtualMachineScaleSets': ({ index, ago }) => ({
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: index % 4 },
    properties: { orchestrationMode: index % 2 === 0 ? 'Uniform' : 'Flexible', upgradePolicy: { mode: 'Manual' }, singlePlacementGroup: true, timeCreated: ago(100), virtualMachineProfile: { storageProfile: { imageReference: image, osDisk: { osType: 'Linux' } } } },
  }),
  'Microsoft.Compute/availabilitySets': ({ index, idOf }) => ({ sku: { name: 'Aligned' }, properties: { platformFaultDomainCount: 2, platformUpdateDomainCount: 5, virtualMachines: index === 0 ? [{ id: idOf(machines, 0) }] : [] } }),
  'Microsoft.Compute/images': ({ idOf }) => ({ properties: { sourceVirtualMachine: { id: idOf(machines) }, hyperVGeneration: 'V2', storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized', diskSizeGB: 30, managedDisk: { id: idOf(disks) } } } } }),
  'Microsoft.Compute/snapshots': ({ index, idOf, ago }) => ({
    sku: { name: 'Standard_LRS', tier: 'Standard' },
    properties: { diskSizeGB: 64 + index % 200, diskState: 'Unattached', incremental: index % 2 === 0, creationData: { createOption: 'Copy', sourceResourceId: idOf(disks, index * 3) }, timeCreated: ago(index % 800), encryption: { type: 'EncryptionAtRestWithPlatformKey' }, networkAccessPolicy: 'AllowAll', publicNetworkAccess: 'Enabled' },
  }),
  'Microsoft.ContainerService/managedClusters': ({ index, idOf }) => ({
    sku: { name: 'Base', tier: index % 2 === 0 ? 'Free' : 'Standard' }, identity: { type: 'SystemAssigned', principalId: '00000000-0000-4000-8000-0000000000aa' },
    properties: {
      kubernetesVersion: '1.29.4', currentKubernetesVersion: '1.29.4', dnsPrefix: `aks-${index}`, fqdn: `aks-${index}.hcp.westeurope.azmk8s.io`, powerState: { code: index % 3 === 2 ? 'Stopped' : 'Running' }, nodeResourceGroup: `MC_aks-${index}`, enableRBAC: true,
      aadProfile: index % 2 === 0 ? { managed: true, enableAzureRBAC: true } : undefined, disableLocalAccounts: index % 2 === 0,
      apiServerAccessProfile: { enablePrivateCluster: index % 2 === 0, authorizedIPRanges: index % 2 === 0 ? ['10.0.0.0/8'] : [] },
      networkProfile: { networkPlugin: 'azure', networkPolicy: index % 2 === 0 ? 'azure' : undefined, loadBalancerSku: 'standard' },
      agentPoolProfiles: [{ name: 'system', count: 3, vmSize: 'Standard_D4s_v5', mode: 'System', osType: 'Linux', powerState: { code: 'Running' }, vnetSubnetID: `${idOf('Microsoft.Network/virtualNetworks')}/subnets/default`, enableAutoScaling: index % 2 === 0 }, { name: 'user', count: index % 3, vmSize: 'Standard_D2s_v5', mode: 'User', osType: 'Linux', powerState: { code: 'Running' } }],
      addonProfiles: { omsagent: { enabled: index % 2 === 0 } },
    },
  }),
};
