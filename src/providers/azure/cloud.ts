import { AppError } from '../../core/errors.ts';
import type { AzureSettings } from './settings.ts';

/** Where the parts of one Azure cloud are, without a slash at the end. */
export interface AzureCloud {
  authority: string;
  resourceManager: string;
  resourceManagerScope: string;
  directory: string;
  directoryScope: string;
}

const publicCloud: AzureCloud = {
  authority: 'https://login.microsoftonline.com',
  resourceManager: 'https://management.azure.com',
  resourceManagerScope: 'https://management.azure.com/.default',
  directory: 'https://graph.microsoft.com',
  directoryScope: 'https://graph.microsoft.com/.default',
};

/** The clouds that azure-identity and azure-mgmt-core know (AzureAuthorityHosts, get_arm_endpoints). */
const knownClouds: readonly AzureCloud[] = [
  publicCloud,
  {
    authority: 'https://login.chinacloudapi.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    resourceManagerScope: 'https://management.chinacloudapi.cn/.default',
    directory: 'https://microsoftgraph.chinacloudapi.cn',
    directoryScope: 'https://microsoftgraph.chinacloudapi.cn/.default',
  },
  {
    authority: 'https://login.microsoftonline.us',
    resourceManager: 'https://management.usgovcloudapi.net',
    resourceManagerScope: 'https://management.core.usgovcloudapi.net/.default',
    directory: 'https://graph.microsoft.us',
    directoryScope: 'https://graph.microsoft.us/.default',
  },
];

/** The cloud of the authority, with what the settings say instead. Throws SETTING_INVALID for plain http to another machine. */
export function azureCloudOf({ authorityHost, resourceManagerUrl, graphUrl }: Pick<AzureSettings, 'authorityHost' | 'resourceManagerUrl' | 'graphUrl'>): AzureCloud {
  const authority = authorityHost === undefined ? publicCloud.authority : checked('AZURE_AUTHORITY_HOST', authorityHost);
  const known = knownClouds.find((cloud) => cloud.authority === authority);
  const resourceManager = resourceManagerUrl === undefined ? undefined : checked('AZURE_RESOURCE_MANAGER_URL', resourceManagerUrl);
  const directory = graphUrl === undefined ? undefined : checked('AZURE_GRAPH_URL', graphUrl);
  const base = known ?? publicCloud;
  return {
    authority,
    resourceManager: resourceManager ?? base.resourceManager,
    // A private endpoint of a known cloud takes the tokens of that cloud; another cloud takes those for itself.
    resourceManagerScope: known === undefined && resourceManager !== undefined ? `${resourceManager}/.default` : base.resourceManagerScope,
    directory: directory ?? base.directory,
    directoryScope: known === undefined && directory !== undefined ? `${directory}/.default` : base.directoryScope,
  };
}

/** `login.microsoftonline.us`, with or without its scheme. A token in plain text may go to this machine and no further. */
function checked(setting: string, text: string): string {
  const url = new URL(text.includes('://') ? text : `https://${text}`);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new AppError('SETTING_INVALID', { detail: `${setting} must be an https address; plain http is taken on loopback only.`, fields: [{ field: setting, message: 'must be https' }] });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
