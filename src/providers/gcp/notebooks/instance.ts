import { z } from 'zod';
import { at, booleanAt, defineGcpResource, listAt, relationsTo, textAt } from '../define.ts';
import { computeLink, endAt, serviceAccountAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpNotebooksInstance = defineGcpResource({
  id: 'gcp:notebooks:instance',
  title: 'Workbench instance',
  plural: 'Workbench instances',
  nativeType: 'notebooks.googleapis.com/Instance',
  api: 'notebooks.googleapis.com',
  permissions: ['notebooks.instances.list'],
  reads: 'Each notebook machine with its state, its size and when it stops itself.',
  source: { from: 'asset', assetTypes: ['notebooks.googleapis.com/Instance'], lists: [listOf('notebooks.v2', 'projects.locations.instances', 'instances', 'projects/{project}/locations/-/instances', { query: { pageSize: '1000' } })] },

  attributes: z.object({ state: z.string(), machine_type: z.string().nullable(), idle_timeout_seconds: z.number().nullable().describe('Null: it does not stop itself'), has_public_ip: z.boolean(), network_uids: z.array(z.string()), service_account_uids: z.array(z.string()), updated_at: z.string().nullable() }),

  normalise: ({ data }, naming) => {
    const idle = Number((at(data, 'gceSetup.metadata') as Record<string, unknown> | null | undefined)?.['idle-timeout-seconds'] ?? Number.NaN);
    const networks = [computeLink(data, 'network', naming), ...listAt(data, 'gceSetup.networkInterfaces').map((one) => computeLink(one, 'network', naming))];
    return {
      attributes: {
        state: textAt(data, 'state') ?? 'UNKNOWN',
        machine_type: endAt(data, 'gceSetup.machineType') ?? endAt(data, 'machineType'),
        idle_timeout_seconds: Number.isFinite(idle) && idle > 0 ? idle : null,
        has_public_ip: !(booleanAt(data, 'gceSetup.disablePublicIp') ?? booleanAt(data, 'noPublicIp') ?? false),
        network_uids: [...new Set(networks.filter((uid) => uid !== null))],
        service_account_uids: listAt(data, 'gceSetup.serviceAccounts').flatMap((account) => serviceAccountAt(account, 'email', naming) ?? []),
        updated_at: textAt(data, 'updateTime'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.network_uids), ...relationsTo('assumes', attributes.service_account_uids)],
});
