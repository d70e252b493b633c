import type { z } from 'zod';
import { resourceTypes } from '../../providers/index.ts';
import type { FindingRow } from '../../store/findings.ts';
import type { finding } from '../contract/findings.ts';

export function toFinding(row: FindingRow): z.infer<typeof finding> {
  return {
    id: row.id,
    rule_id: row.rule_id,
    title: row.title,
    category: row.category as z.infer<typeof finding>['category'],
    severity: row.severity,
    risk: row.risk,
    status: row.status,
    resource: { id: row.resource_uid, type: row.type, name: row.resource_name, provider: row.provider, account: row.account, region: row.region },
    monthly_saving: row.monthly_saving,
    currency: 'USD',
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
    evidence: {
      summary: row.summary,
      fields: row.evidence,
      read_at: row.last_seen.toISOString(),
      read_by: (resourceTypes.get(row.type)?.permissions ?? []).join(', '),
      resource_hash: row.resource_ch,
      saving:
        row.saving === null
          ? null
          : {
              monthly: row.saving.monthly,
              currency: row.saving.currency,
              formula: row.saving.formula,
              source: row.saving.source,
              price_date: row.saving.priceDate,
              bound: row.saving.bound,
              confidence: row.saving.confidence,
              ...(row.saving.estimateIfRunning === undefined ? {} : { estimate_if_running: row.saving.estimateIfRunning }),
            },
      included_in: row.included_in,
    },
    remediation: row.remediation,
  };
}
