import * as c from '../../../src/api/contract/index.ts';
import { Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { auditsQuery } from '../api/audit-queries.ts';
import { call } from '../api/client.ts';
import type { Scheduler } from '../audit-words.ts';
import { every } from '../format.ts';
import { ChevronIcon } from './icons.tsx';

const usual = [300, 3600, 6 * 3600, 86_400, 7 * 86_400];
const labelOf = (seconds: number): string => { const text = every(seconds); return text.charAt(0).toUpperCase() + text.slice(1); };

/** What is set once and seldom touched again. */
export function SchedulerOptions({ status }: { status: Scheduler }) {
  const [isOpen, setOpen] = useState(false);
  const audits = useQuery({ ...auditsQuery, enabled: isOpen });
  const isWatching = audits.data?.audits.find((each) => each.reserved)?.watch ?? status.watching.active;
  const save = useChange((body: { full_interval_seconds?: number; watch?: boolean }) => call(c.schedulerStatus, '/api/v1/files/scheduler', { method: 'PUT', body }), ['audit'], () => told('Saved'));
  const full = status.full_interval_seconds;
  return (
    <div className="more">
      <button type="button" className="more-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}><ChevronIcon size={12} /> Full comparison and watching</button>
      {isOpen ? (
        <div className="fields more-body">
          <Select
            label="Compare every byte"
            description="Between these a check looks at size, times, permissions and inode, which is quicker. Run now always compares every byte."
            data={[...new Set([...usual, full])].sort((a, b) => a - b).map((seconds) => ({ value: String(seconds), label: labelOf(seconds) }))}
            value={String(full)}
            onChange={(value) => { if (value !== null && Number(value) !== full) save.mutate({ full_interval_seconds: Number(value) }); }}
            allowDeselect={false}
          />
          <Switch label="Watch for changes between checks" description="Tells within a second, as long as the scheduler is running." checked={isWatching} disabled={save.isPending} onChange={(event) => save.mutate({ watch: event.currentTarget.checked })} />
        </div>
      ) : null}
    </div>
  );
}
