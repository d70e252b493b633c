import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { rootsQuery, schedulerQuery, totalsQuery } from '../api/audit-queries.ts';
import { statusCounts, wrongIn, type Scheduler, type Totals } from '../audit-words.ts';
import { AlertStrip } from '../components/alert-strip.tsx';
import { AuditHistory } from '../components/audit-history.tsx';
import { FilePanel, filesTitle } from '../components/file-panel.tsx';
import { FileTable } from '../components/file-table.tsx';
import { ToneMark } from '../components/parts.tsx';
import { Proof } from '../components/proof.tsx';
import { RegisterCard } from '../components/register-card.tsx';
import { SchedulerCard } from '../components/scheduler-card.tsx';
import { Time } from '../components/time.tsx';
import { WatchedPaths } from '../components/watched-paths.tsx';
import { plural } from '../format.ts';
import { useSearchState } from '../search-state.ts';

function Freshness({ scheduler, swept, gaps }: { scheduler: Scheduler; swept: string | null; gaps: number }) {
  const last = [scheduler.last_run, swept].filter((each) => each !== null).sort().at(-1);
  return (
    <>
      {last === undefined ? 'Not checked yet' : <>Last checked <Time at={last} /></>}, {gaps === 0 ? <span className="tone-good">complete</span> : <span className="tone-attention">partial: {plural(gaps, 'place')} could not be read</span>}
      {scheduler.running ? null : <> · <span className="tone-attention">nothing is checked by itself: the scheduler is stopped</span></>}
    </>
  );
}

function Verdict({ totals, scheduler }: { totals: Totals | undefined; scheduler: Scheduler | undefined }) {
  const roots = useQuery(rootsQuery).data?.roots ?? [];
  if (totals === undefined || scheduler === undefined) return <header className="verdict"><div className="verdict-words"><h1>Files</h1><p className="page-sub">Looking</p></div></header>;
  const wrong = wrongIn(totals);
  const isReading = roots.some((root) => root.state === 'registering');
  const gaps = roots.reduce((sum, root) => sum + root.gaps.length, 0);
  const swept = roots.map((root) => root.last_sweep_at).filter((each) => each !== null).sort().at(-1) ?? null;
  const tone = totals.files === 0 ? 'unknown' : wrong > 0 ? 'bad' : gaps > 0 ? 'attention' : 'good';
  const marks = { unknown: 'quiet', bad: 'bad', attention: 'attention', good: 'good' } as const;
  return (
    <header className="verdict">
      <span className={`verdict-mark verdict-${tone}`}><ToneMark tone={marks[tone]} size={18} /></span>
      <div className="verdict-words">
        <h1>{totals.files === 0 ? (isReading ? 'The first fingerprints are being taken' : 'No files are watched yet') : filesTitle(wrong, totals.files)}</h1>
        <p className="page-sub">{totals.files === 0 ? 'Register a file or a folder below. Roundsman keeps its fingerprint, looks again every few minutes, and tells you when it changes.' : <>{wrong === 0 ? null : <>{statusCounts({ ...totals })} · </>}<Freshness scheduler={scheduler} swept={swept} gaps={gaps} /></>}</p>
      </div>
    </header>
  );
}

/** Is every file as somebody accepted it, and what is done to keep it so? */
export function FilesPage() {
  const [search, update] = useSearchState();
  const totals = useQuery(totalsQuery);
  const scheduler = useQuery(schedulerQuery);
  const close = useCallback(() => update({ file: undefined, tab: undefined }), [update]);
  return (
    <div className="page page-files">
      <Verdict totals={totals.data} scheduler={scheduler.data} />
      <AlertStrip />
      <div className="grid-2 files-top">
        <SchedulerCard />
        <RegisterCard />
      </div>
      <FileTable totals={totals.data} />
      <AuditHistory />
      <WatchedPaths />
      <Proof />
      {search['file'] === undefined ? null : <FilePanel id={search['file']} onClose={close} />}
    </div>
  );
}
