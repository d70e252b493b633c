import { z } from 'zod';
import { booleanAt, type GcpData, textAt } from '../define.ts';
import { secondsAt, textsAt } from '../links.ts';

export const settingsAttributes = z.object({
  allows_http_options: z.boolean().describe('Preflight requests pass without a sign-in'),
  reauth_method: z.string().nullable(),
  reauth_policy: z.string().nullable(),
  reauth_max_age_seconds: z.number().nullable(),
  allowed_domains: z.array(z.string()),
  identity_sources: z.array(z.string()),
});

export const settingsParts = (data: GcpData): z.infer<typeof settingsAttributes> => ({
  allows_http_options: booleanAt(data, 'accessSettings.corsSettings.allowHttpOptions') ?? false,
  reauth_method: textAt(data, 'accessSettings.reauthSettings.method'),
  reauth_policy: textAt(data, 'accessSettings.reauthSettings.policyType'),
  reauth_max_age_seconds: secondsAt(data, 'accessSettings.reauthSettings.maxAge'),
  allowed_domains: textsAt(data, 'accessSettings.allowedDomainsSettings.domains').sort(),
  identity_sources: textsAt(data, 'accessSettings.identitySources').sort(),
});
