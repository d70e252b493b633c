import { defineRule, fail, numberOf, pass } from '../../../core/rule.ts';
import { filesHostAudit } from '../../../providers/files/host/audit.ts';
import { onlyReads } from './steps.ts';

export const fimMassChange = defineRule({
  id: 'fim-mass-change',
  title: 'Many watched files changed together',
  category: 'integrity',
  severity: 'critical',
  resourceType: filesHostAudit,
  parameters: { files: { value: 100, help: 'Files that must have changed within ten minutes' } },
  rationale: 'A deploy or an upgrade changes many files at once, and so does ransomware: somebody must know which of them it was.',

  evaluate({ attributes }, { parameters }) {
    if (attributes.changed_files <= numberOf(parameters, 'files')) return pass;
    const { changed_files, changed_within_minutes, changed_root } = attributes;
    return fail({ summary: `${changed_files} files changed within ${changed_within_minutes} minutes${changed_root === null ? '' : `, all below ${changed_root}`}.`, evidence: { changed_files, changed_within_minutes, changed_root } });
  },

  remediation: () => [
    { command: 'roundsman findings --category integrity', undo: onlyReads, permission: 'own' },
    { command: 'curl -sSf -H "Authorization: Bearer $ROUNDSMAN_TOKEN" "${ROUNDSMAN_URL:-http://localhost:8084}/api/v1/files/alerts"', undo: onlyReads, permission: 'own' },
  ],
});
