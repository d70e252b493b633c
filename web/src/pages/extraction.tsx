import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { jobsQuery } from '../api/extraction-queries.ts';
import { MayButton } from '../components/may.tsx';
import { Time } from '../components/time.tsx';
import { Frame } from '../extraction/frame.tsx';
import { JobList, jobsTitle } from '../extraction/job-list.tsx';
import { StartDialog } from '../extraction/start-dialog.tsx';

/** Did the last extraction read everything, and did it arrive? */
export function ExtractionPage() {
  const [isStarting, setStarting] = useState(false);
  const jobs = useQuery(jobsQuery({}, 50)).data?.jobs;
  const last = jobs?.find((job) => job.completed_at !== null);
  return (
    <Frame
      here="/extraction"
      title={jobsTitle(jobs)}
      sub={last?.completed_at == null ? 'An extraction reads every resource of your accounts and hands it on to other systems.' : <>The last one ended <Time at={last.completed_at} /> · an extraction reads every resource and hands it on to other systems</>}
      actions={<MayButton what="start extractions" size="sm" onClick={() => setStarting(true)}>Start an extraction…</MayButton>}
    >
      <JobList onStart={() => setStarting(true)} />
      <StartDialog isOpen={isStarting} onClose={() => setStarting(false)} />
    </Frame>
  );
}
