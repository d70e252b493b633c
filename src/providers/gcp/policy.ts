/** A custom role of Google Cloud, in the form that `gcloud iam roles create --file` takes. */
export interface GcpRole {
  title: string;
  description: string;
  stage: 'GA';
  includedPermissions: string[];
}

/** What the connection itself asks: which projects there are, what is switched on, all assets at once; and metrics. */
const connectionPermissions = [
  'cloudasset.assets.listIamPolicy', 'cloudasset.assets.listResource', 'monitoring.timeSeries.list', 'resourcemanager.folders.get', 'resourcemanager.folders.list', 'resourcemanager.organizations.get',
  'resourcemanager.projects.get', 'resourcemanager.projects.list', 'serviceusage.services.list', 'serviceusage.services.use',
] as const;

/** Everything that the types declare, each once. */
export function gcpRole(types: Iterable<{ permissions: readonly string[] }>): GcpRole {
  return {
    title: 'Roundsman reader',
    description: 'Reads what Roundsman looks at; changes nothing and reads no key or secret value.',
    stage: 'GA',
    includedPermissions: [...new Set<string>([...connectionPermissions, ...[...types].flatMap(({ permissions }) => permissions)])].sort(),
  };
}
