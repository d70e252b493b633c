import type { Provider } from '../core/resource.ts';
import type { AzureSettings } from './azure/settings.ts';
import type { GcpSettings } from './gcp/settings.ts';
import { hasGcpSignIn } from './gcp/sign-in/sign-in.ts';

/** Clouds that are visited where nobody named any: AWS, whose standard chain tells only when it is asked, and the others where something of theirs is configured. */
export function cloudsWithSignIn({ gcp }: { azure: AzureSettings; gcp: GcpSettings }, environment: Readonly<Record<string, string | undefined>>): Provider[] {
  return ['aws', ...(hasGcpSignIn(gcp, environment) ? ['gcp' as const] : [])];
}
