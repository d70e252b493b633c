import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostAudit } from '../../../providers/files/host/audit.ts';

export const fimScheduleStalled = defineRule({
  id: 'fim-schedule-stalled',
  title: 'Check of files is late',
  category: 'integrity',
  severity: 'high',
  resourceType: filesHostAudit,
  rationale: 'While no check ends, nobody knows whether the files are as accepted, and stopping the checks is what an intruder does first.',

  evaluate({ attributes }) {
    const { is_running, late_since, last_completed_at, interval_seconds } = attributes;
    if (!is_running) return notApplicable;
    if (late_since === null) return pass;
    return fail({ summary: `A check was due at ${late_since} and has not ended; ${last_completed_at === null ? 'none has yet' : `the last one ended at ${last_completed_at}`}.`, evidence: { late_since, last_completed_at, interval_seconds } });
  },

  remediation: () => [
    { command: 'roundsman doctor', undo: 'Nothing to undo: it only reads.', permission: 'own' },
    { command: 'curl -sSf -X POST -H "Authorization: Bearer $ROUNDSMAN_TOKEN" "${ROUNDSMAN_URL:-http://localhost:8084}/api/audit/scheduler/run-now"', undo: 'Nothing to undo: a check only reads.', permission: 'own' },
  ],
});
