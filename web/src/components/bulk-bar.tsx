import { CloseButton } from '@mantine/core';
import { useSetStatus, type SettableStatus } from '../actions.tsx';
import { plural } from '../format.ts';
import { MayButton } from './may.tsx';

/** What can be done with the rows that are selected. */
export function BulkBar({ ids, onDone }: { ids: ReadonlySet<string>; onDone: () => void }) {
  const change = useSetStatus();
  if (ids.size === 0) return null;
  const set = (status: SettableStatus): void => change.mutate({ ids: [...ids], status }, { onSuccess: onDone });
  return (
    <div className="bulk" role="toolbar" aria-label="With the selected findings">
      <span className="bulk-count">{plural(ids.size, 'finding')} selected</span>
      <MayButton what="change findings" size="compact-sm" variant="default" disabled={change.isPending} onClick={() => set('in_progress')}>Set in progress</MayButton>
      <MayButton what="change findings" size="compact-sm" variant="default" disabled={change.isPending} onClick={() => set('suppressed')}>Suppress</MayButton>
      <MayButton what="change findings" size="compact-sm" variant="default" disabled={change.isPending} onClick={() => set('open')}>Reopen</MayButton>
      <CloseButton size="sm" aria-label="Clear the selection" onClick={onDone} />
    </div>
  );
}
