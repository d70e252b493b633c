import type { AwsSettings } from './aws/session.ts';
import type { AzureSettings } from './azure/settings.ts';
import type { GcpSettings } from './gcp/settings.ts';

/** What the collector thread needs of the settings in force; a cloud that is not visited is left out. */
export interface CloudSettings {
  aws?: AwsSettings;
  azure?: AzureSettings;
  gcp?: GcpSettings;
  /** Calls in flight over all clouds at the most. */
  maxInFlight: number;
}
