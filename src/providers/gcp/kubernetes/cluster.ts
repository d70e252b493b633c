import { z } from 'zod';
import { at, booleanAt, dateOf, defineGcpResource, labelsOf, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { kmsKeyAt, serviceAccountAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'container.googleapis.com';

export const gcpKubernetesCluster = defineGcpResource({
  id: 'gcp:kubernetes:cluster',
  title: 'GKE cluster',
  plural: 'GKE clusters',
  nativeType: 'container.googleapis.com/Cluster',
  api,
  permissions: ['container.clusters.list'],
  reads: 'Each cluster with its version, its size and what protects it; never its certificates or passwords.',
  source: { from: 'asset', assetTypes: ['container.googleapis.com/Cluster'], lists: [listOf('container.v1', 'projects.locations.clusters', 'clusters', 'projects/{project}/locations/-/clusters')] },

  attributes: z.object({
    status: z.string(),
    version: z.string().nullable(),
    node_version: z.string().nullable(),
    release_channel: z.string().nullable(),
    node_count: z.number().nullable(),
    is_autopilot: z.boolean(),
    is_regional: z.boolean(),
    network_uid: z.string().nullable(),
    subnetwork_uid: z.string().nullable(),
    service_account_uids: z.array(z.string()),
    kms_key: z.string().nullable().describe('Secrets of the cluster are encrypted with it'),
    has_private_nodes: z.boolean(),
    has_private_endpoint: z.boolean(),
    authorized_networks: z.array(z.string()).nullable().describe('Null: everybody may ask the control plane'),
    has_workload_identity: z.boolean(),
    has_network_policy: z.boolean(),
    has_shielded_nodes: z.boolean(),
    has_legacy_abac: z.boolean(),
    has_client_certificate: z.boolean(),
    binary_authorization: z.string().nullable(),
    logging_components: z.array(z.string()),
    monitoring_components: z.array(z.string()),
    deletion_protection: z.boolean(),
  }),

  normalise: ({ data }, naming) => {
    const location = textAt(data, 'location') ?? '';
    const network = (path: string): string | null => (textAt(data, path)?.includes('/') === true ? uidOf('compute.googleapis.com', textAt(data, path) ?? '', naming) : null);
    const configs = [at(data, 'nodeConfig'), ...listAt(data, 'nodePools').map((pool) => at(pool, 'config'))];
    const words = (path: string): string[] => listAt(data, path).map(String).sort();
    return {
      // A zonal cluster is named with `zones/` here and with `locations/` there.
      uid: `//${api}/projects/${naming.account}/locations/${location}/clusters/${textAt(data, 'name') ?? ''}`,
      createdAt: dateOf(textAt(data, 'createTime')),
      tags: labelsOf(at(data, 'resourceLabels')),
      attributes: {
        status: textAt(data, 'status') ?? 'UNKNOWN',
        version: textAt(data, 'currentMasterVersion'),
        node_version: textAt(data, 'currentNodeVersion'),
        release_channel: textAt(data, 'releaseChannel.channel'),
        node_count: numberAt(data, 'currentNodeCount'),
        is_autopilot: booleanAt(data, 'autopilot.enabled') ?? false,
        is_regional: /^[a-z]+-[a-z]+\d+$/.test(location),
        network_uid: network('networkConfig.network'),
        subnetwork_uid: network('networkConfig.subnetwork'),
        service_account_uids: [...new Set(configs.flatMap((config) => serviceAccountAt(config, 'serviceAccount', naming) ?? []))],
        kms_key: kmsKeyAt(data, 'databaseEncryption.keyName', naming),
        has_private_nodes: booleanAt(data, 'privateClusterConfig.enablePrivateNodes') ?? false,
        has_private_endpoint: booleanAt(data, 'privateClusterConfig.enablePrivateEndpoint') ?? false,
        authorized_networks: booleanAt(data, 'masterAuthorizedNetworksConfig.enabled') === true ? listAt(data, 'masterAuthorizedNetworksConfig.cidrBlocks').flatMap((block) => textAt(block, 'cidrBlock') ?? []) : null,
        has_workload_identity: textAt(data, 'workloadIdentityConfig.workloadPool') !== null,
        has_network_policy: booleanAt(data, 'networkPolicy.enabled') === true || textAt(data, 'networkConfig.datapathProvider') === 'ADVANCED_DATAPATH',
        has_shielded_nodes: booleanAt(data, 'shieldedNodes.enabled') ?? false,
        has_legacy_abac: booleanAt(data, 'legacyAbac.enabled') ?? false,
        has_client_certificate: booleanAt(data, 'masterAuth.clientCertificateConfig.issueClientCertificate') ?? false,
        binary_authorization: textAt(data, 'binaryAuthorization.evaluationMode'),
        logging_components: words('loggingConfig.componentConfig.enableComponents'),
        monitoring_components: words('monitoringConfig.componentConfig.enableComponents'),
        deletion_protection: booleanAt(data, 'deletionProtection') ?? false,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', [attributes.network_uid, attributes.subnetwork_uid]), ...relationsTo('assumes', attributes.service_account_uids), ...relationsTo('encrypted-by', attributes.kms_key)],
});
