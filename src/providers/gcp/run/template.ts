import { at, booleanAt, type GcpData, type GcpNaming, labelsOf, listAt, numberAt, textAt, uidOf } from '../define.ts';
import { endAt, kmsKeyAt, serviceAccountAt } from '../links.ts';

/**
 * What services and revisions of Cloud Run share. Cloud Asset hands on the form of Knative (`spec`, `metadata`), the list of
 * run.v2 its own: both are read.
 */
export function runParts(data: GcpData, naming: GcpNaming, template: unknown, older: unknown) {
  const containers = [...listAt(template, 'containers'), ...listAt(older, 'spec.containers')];
  const annotation = (name: string): string | null => textAt({ value: annotationsOf(older)[name] ?? annotationsOf(data)[name] }, 'value');
  const connector = textAt(template, 'vpcAccess.connector') ?? annotation('run.googleapis.com/vpc-access-connector');
  const secrets = containers.flatMap((one) => listAt(one, 'env').flatMap((entry) => textAt(entry, 'valueSource.secretKeyRef.secret') ?? textAt(entry, 'valueFrom.secretKeyRef.name') ?? []));
  const volumes = [...listAt(template, 'volumes'), ...listAt(older, 'spec.volumes')].flatMap((one) => textAt(one, 'secret.secret') ?? textAt(one, 'secret.secretName') ?? []);
  return {
    images: containers.flatMap((one) => textAt(one, 'image') ?? []),
    service_account_uid: serviceAccountAt(template, 'serviceAccount', naming) ?? serviceAccountAt(older, 'spec.serviceAccountName', naming),
    connector_uid: connector === null ? null : connector.includes('/') ? uidOf('vpcaccess.googleapis.com', connector, naming) : null,
    secret_uids: [...new Set([...secrets, ...volumes])].map((name) => (name.includes('/') ? uidOf('secretmanager.googleapis.com', name, naming) : `//secretmanager.googleapis.com/projects/${naming.account}/secrets/${name}`)),
    kms_key: kmsKeyAt(template, 'encryptionKey', naming),
    min_instances: numberAt(template, 'scaling.minInstanceCount') ?? numberAt({ value: annotation('autoscaling.knative.dev/minScale') }, 'value') ?? 0,
    max_instances: numberAt(template, 'scaling.maxInstanceCount') ?? numberAt({ value: annotation('autoscaling.knative.dev/maxScale') }, 'value'),
    cpu: limitOf(containers, 'cpu'),
    memory: limitOf(containers, 'memory'),
    is_cpu_always_on: containers.some((one) => booleanAt(one, 'resources.cpuIdle') === false) || annotation('run.googleapis.com/cpu-throttling') === 'false',
  };
}

export const runIngress = (data: GcpData): string | null => textAt(data, 'ingress') ?? textAt({ value: annotationsOf(data)['run.googleapis.com/ingress'] }, 'value');

export const runLabels = (data: GcpData): Record<string, string> => {
  const labels = labelsOf(at(data, 'labels') ?? at(data, 'metadata.labels'));
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !/^(serving\.knative\.dev|cloud\.googleapis\.com|run\.googleapis\.com)\//.test(name)));
};

/** Where Knative's form has no place: of the labels that Google sets. */
export const runRegion = (data: GcpData): string | undefined => textAt({ value: labelsOf(at(data, 'metadata.labels'))['cloud.googleapis.com/location'] }, 'value') ?? undefined;

export const runName = (data: GcpData): string | null => endAt(data, 'name') ?? textAt(data, 'metadata.name');

export const runCreatedAt = (data: GcpData): string | null => textAt(data, 'createTime') ?? textAt(data, 'metadata.creationTimestamp');

const annotationsOf = (value: unknown): Record<string, string> => labelsOf(at(value, 'metadata.annotations'));

function limitOf(containers: unknown[], name: string): string | null {
  const [found] = containers.flatMap((one) => textAt(one, `resources.limits.${name}`) ?? []);
  return found ?? null;
}
