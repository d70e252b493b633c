import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { rootsQuery, schedulerQuery } from '../api/audit-queries.ts';
import type { Registered } from '../api/upload.ts';
import { statusCounts, wrongIn } from '../audit-words.ts';
import { bytes, count, plural } from '../format.ts';
import { adoptRows } from '../steady-rows.ts';
import { FileBadge, Path } from './file-status.tsx';
import { GapsButton } from './gaps-list.tsx';
import { ToneMark } from './parts.tsx';

/** A large folder takes a while: how far it is. */
function Following({ rootId }: { rootId: string }) {
  const scheduler = useQuery({ ...schedulerQuery, refetchInterval: 800 });
  const roots = useQuery(rootsQuery);
  const root = roots.data?.roots.find((each) => each.id === rootId);
  const isDone = root !== undefined && root.state !== 'registering' && scheduler.data?.scanning === false;
  useEffect(() => { if (isDone) adoptRows(); }, [isDone]);
  if (isDone) return <p className="result result-good"><ToneMark tone="good" /> {plural(root.files, 'file')} registered. They are in the list below.</p>;
  const progress = scheduler.data?.progress ?? null;
  return <p className="result" role="status"><ToneMark tone="busy" /> Reading the files{progress === null ? '…' : `: ${count(progress.files)} so far, ${bytes(progress.bytes)}`}. You can go on: it continues by itself.</p>;
}

/** What came of a registration or a comparison. */
export function RegisterResult({ answer }: { answer: Registered }) {
  if (!('files' in answer)) return <Following rootId={answer.root_id} />;
  const { totals, files, gaps } = answer;
  const wrong = wrongIn(totals);
  const shown = files.slice(0, 4);
  const words = wrong > 0 ? `${statusCounts(totals)} of ${plural(totals.files, 'file')}` : totals.registered > 0 ? `${plural(totals.registered, 'file')} registered: this is how ${totals.registered === 1 ? 'it' : 'they'} should be` : `${plural(totals.files, 'file')} compared: as you accepted ${totals.files === 1 ? 'it' : 'them'}`;
  return (
    <div className="result-box" role="status">
      <p className={wrong > 0 ? 'result result-bad' : 'result result-good'}><ToneMark tone={totals.files === 0 ? 'quiet' : wrong > 0 ? 'bad' : 'good'} /> {totals.files === 0 ? 'It is watched, and has no files yet' : words}</p>
      <ul className="result-files">{shown.map((file) => <li key={file.id}><FileBadge status={file.status} /> <Path of={file.path} /></li>)}</ul>
      {totals.files > shown.length ? <p className="help">and {count(totals.files - shown.length)} more, in the list below</p> : null}
      <GapsButton gaps={gaps} />
    </div>
  );
}
