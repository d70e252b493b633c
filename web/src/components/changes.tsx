import type { Overview } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { amount } from '../format.ts';
import { Card, ToneMark } from './parts.tsx';
import { Time } from './time.tsx';

const kinds = { finding_opened: ['New', 'attention'], finding_reopened: ['Back', 'attention'], finding_resolved: ['Resolved', 'good'] } as const;

/** What changed since you last looked. */
export function Changes({ data }: { data: Overview }) {
  const since = data.trend.at(-2)?.at;
  return (
    <Card title={since === undefined ? 'Newest findings' : 'Changed since the scan before'} flush aside={since === undefined ? null : <Link to="/findings" search={{ new_since: since }}>All new ones</Link>}>
      {data.changes.length === 0 ? <p className="dim card-none">Nothing opened and nothing was resolved.</p> : (
        <table className="table changes">
          <thead><tr><th>Change</th><th>Resource</th><th className="from-sm">Region</th><th className="from-sm">When</th><th className="right">USD a month</th></tr></thead>
          <tbody>
            {data.changes.slice(0, 10).map((change) => {
              const [word, tone] = kinds[change.kind];
              return (
                <tr key={`${change.finding_id}${change.kind}${change.at}`}>
                  <td className="nowrap"><span className={`status status-${tone}`}><ToneMark tone={tone} size={11} />{word}</span></td>
                  <td><Link to="/findings" search={{ id: change.finding_id, ...(change.kind === 'finding_resolved' ? { status: 'all' } : {}) }} className="breaks">{change.resource_name}</Link><span className="cell-sub">{change.title}</span></td>
                  <td className="dim from-sm nowrap">{change.region}</td>
                  <td className="dim from-sm nowrap"><Time at={change.at} /></td>
                  <td className="right num nowrap">{change.monthly_saving === 0 ? '–' : `${change.kind === 'finding_resolved' ? '−' : ''}${amount(change.monthly_saving)}`}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Card>
  );
}
