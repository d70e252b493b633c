import type { Schedule } from '../../../src/api/contract/index.ts';
import { anything, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { MayButton } from './may.tsx';

export function PausedNote({ schedule }: { schedule: Schedule }) {
  const resume = useChange(() => call(anything, `/api/v1/schedules/${schedule.id}/resume`, { method: 'POST', body: {} }), ['schedules', 'overview']);
  return (
    <div className="note note-row gap-below">
      <span>Paused{schedule.pause_note === null ? '.' : `: ${schedule.pause_note}`}</span>
      <MayButton what="control schedules" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>Resume</MayButton>
    </div>
  );
}
