import { defineRule, fail, pass } from '../../../core/rule.ts';
import { filesHostAudit } from '../../../providers/files/host/audit.ts';

export const fimHistoryBroken = defineRule({
  id: 'fim-history-broken',
  title: 'History of the file audit does not verify',
  category: 'integrity',
  severity: 'critical',
  resourceType: filesHostAudit,
  rationale: 'An entry that was edited or removed after it was written hides what happened; nothing the service does by itself can break the chain.',

  evaluate({ attributes }) {
    if (attributes.history_intact) return pass;
    return fail({ summary: `The chain of entries is broken: ${attributes.history_problem ?? 'an entry does not follow from the one before'}.`, evidence: { history_problem: attributes.history_problem } });
  },

  remediation: () => [
    { command: 'curl -sSf -H "Authorization: Bearer $ROUNDSMAN_TOKEN" "${ROUNDSMAN_URL:-http://localhost:8084}/api/v1/history/export" -o history.jsonl', undo: 'Delete history.jsonl.', permission: 'own' },
    { command: 'roundsman verify-history history.jsonl', undo: 'Nothing to undo: it only reads.', permission: 'own' },
  ],
});
