import { defineRule, pass, unknown } from '../../../core/rule.ts';
import { gcpBigqueryReservation } from '../../../providers/gcp/bigquery/reservation.ts';
import { quoted, shortNameOf } from '../facts.ts';

export const gcpBqSlotsUnused = defineRule({
  id: 'gcp-bq-slots-unused',
  title: 'Reserved slots are not used',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpBigqueryReservation,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, pct: { value: 50, help: 'Use below which a reservation is too large, in percent' } },
  rationale: 'The slots of a baseline are paid for by the hour, whether or not a query uses them.',

  evaluate({ attributes }) {
    if (attributes.slots === null) return unknown('Google did not say how many slots it has.');
    if (attributes.slots === 0) return pass;
    return unknown('How many of its slots are used, BigQuery tells by reservation in INFORMATION_SCHEMA alone, which is not read.');
  },

  remediation: ({ uid, account, region }) => [{ command: `bq update --project_id=${quoted(account)} --location=${quoted(region)} --reservation --slots=0 --autoscale_max_slots=MAX ${quoted(shortNameOf(uid))}`, undo: `bq update --reservation --slots=FORMER ${quoted(shortNameOf(uid))}`, permission: 'bigquery.reservations.update' }],
});
