import type { RunDetail } from '../../../src/api/contract/index.ts';
import { plural } from '../format.ts';
import { typeName } from '../words.ts';
import { Card, Copy, Status } from './parts.tsx';
import { Ticks } from './ticks.tsx';

type Target = RunDetail['targets'][number];
const isFailed = (target: Target): boolean => target.error !== null || ['partial', 'denied', 'unavailable'].includes(target.status);

/** What failed and why, the same reason once. */
export function RunFailures({ targets }: { targets: Target[] }) {
  const failed = targets.filter(isFailed);
  if (failed.length === 0) return null;
  const groups = [...Map.groupBy(failed, (target) => `${target.status} ${target.error?.message ?? ''} ${target.type}`).values()];
  const permissions = [...new Set(failed.flatMap((target) => (target.error?.permission === undefined ? [] : [target.error.permission])))];
  return (
    <Card flush className="gap-below" title={`${plural(failed.length, 'target')} could not be read in full`} aside={permissions.length > 1 ? <span className="inline">Copy all missing permissions <Copy text={permissions.join('\n')} what="the missing permissions" /></span> : null}>
      <table className="table">
        <thead><tr><th>Status</th><th>What and where</th><th>Why</th><th className="from-sm">Missing permission</th></tr></thead>
        <tbody>
          {groups.map((group) => {
            const [first] = group;
            if (first === undefined) return null;
            const permission = first.error?.permission;
            return (
              <tr key={`${first.status}${first.type}${first.region}${first.error?.message}`}>
                <td className="nowrap"><Status value={first.status} /></td>
                <td>{typeName(first.type)}<span className="cell-sub">{[...new Set(group.map((each) => each.region))].join(', ')} · {[...new Set(group.map((each) => each.account))].join(', ')}</span></td>
                <td className="breaks"><Ticks text={first.error?.message ?? 'No reason was given.'} />{permission === undefined ? null : <span className="cell-sub only-sm">Missing: {permission} <Copy text={permission} what="the permission" /></span>}</td>
                <td className="from-sm">{permission === undefined ? <span className="dim">none</span> : <span className="inline"><code>{permission}</code><Copy text={permission} what="the permission" /></span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
