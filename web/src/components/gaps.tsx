import type { Overview } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { plural } from '../format.ts';
import { typeName } from '../words.ts';
import { Card, Copy, Status } from './parts.tsx';
import { Empty } from './states.tsx';
import { Time } from './time.tsx';
import { CheckIcon } from './icons.tsx';
import { Ticks } from './ticks.tsx';

/** What the figures do not cover. */
export function Gaps({ data }: { data: Overview }) {
  const { gaps, last_run: last } = data;
  const permissions = [...new Set(gaps.flatMap((gap) => (gap.permission === undefined ? [] : [gap.permission])))];
  return (
    <Card title="What could not be seen" aside={gaps.length === 0 ? null : plural(gaps.length, 'gap')}>
      {gaps.length === 0 ? <Empty icon={<CheckIcon />} title={last === null ? 'Not known yet' : 'Nothing was hidden'}>{last === null ? 'The first scan tells.' : 'The last scan read every region and type it was asked for.'}</Empty> : (
        <>
          <ul className="gaps">
            {gaps.slice(0, 5).map((gap) => (
              <li key={`${gap.account}${gap.region}${gap.type}`}>
                <p className="gap-head"><Status value={gap.status} /> <strong>{typeName(gap.type)}</strong> in {gap.region}</p>
                <p className="breaks"><Ticks text={gap.message} /></p>
                <p className="dim gap-meta">Account {gap.account}{gap.since === null ? null : <> · since <Time at={gap.since} /></>}</p>
              </li>
            ))}
          </ul>
          <div className="gaps-foot">
            {gaps.length > 5 && last !== null ? <Link to="/runs/$runId" params={{ runId: last.id }}>{plural(gaps.length - 5, 'more gap')}</Link> : null}
            {permissions.length === 0 ? null : <span className="gap-permission">Missing: <code>{permissions.slice(0, 3).join(', ')}</code><Copy text={permissions.join('\n')} what="the missing permissions" /></span>}
          </div>
        </>
      )}
    </Card>
  );
}
