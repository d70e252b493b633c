import { useQuery } from '@tanstack/react-query';
import { occurrencesQuery } from '../api/queries.ts';
import { clock, plural } from '../format.ts';
import { statusName } from '../words.ts';
import { Status } from './parts.tsx';

/** Every round that was due and did not run, with its reason. */
export function MissedRounds({ id }: { id: string }) {
  const { data } = useQuery(occurrencesQuery(id));
  const missed = data?.items.filter((each) => each.decision !== 'run').slice(0, 6) ?? [];
  if (data === undefined || missed.length === 0) return null;
  return (
    <ul className="missed">
      {missed.map((each) => (
        <li key={`${each.due_at}${each.decision}`}>
          <Status value={each.decision} label={statusName(each.decision)} />
          <span className="dim">{each.count > 1 ? `${plural(each.count, 'round')}, ${clock(each.due_at)} to ${clock(each.last_due_at)}` : clock(each.due_at)}</span>
          {each.reason === null ? null : <span>{each.reason}</span>}
        </li>
      ))}
    </ul>
  );
}
