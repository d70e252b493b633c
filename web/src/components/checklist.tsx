import type { Overview } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useScanNow } from '../actions.tsx';
import { MayButton } from './may.tsx';
import { Card, ToneMark } from './parts.tsx';

type Item = Overview['checklist'][number];

function Action({ id }: { id: Item['id'] }) {
  const scan = useScanNow();
  const navigate = useNavigate();
  if (id === 'scan') return <MayButton what="run scans" variant="default" size="compact-sm" onClick={() => scan.mutate()} loading={scan.isPending}>Run a scan</MayButton>;
  const go = { connect: ['Connect', '/settings/$section', 'connections'], schedule: ['Set when', '/schedules', ''], channel: ['Set up', '/settings/$section', 'channels'], message: ['Send a test', '/settings/$section', 'channels'] } as const;
  const [label, to, section] = go[id];
  return <Button variant="default" size="compact-sm" onClick={() => void navigate({ to, params: { section } })}>{label}</Button>;
}

/** The way from nothing to the first finding and the first message; gone once all is done. */
export function Checklist({ items, always = false }: { items: Item[]; always?: boolean }) {
  const left = items.filter((item) => !item.done);
  if (items.length === 0 || (left.length === 0 && !always)) return null;
  const next = left[0];
  if (!always && next !== undefined) {
    return (
      <section className="card next-step" aria-label="To get going">
        <span className="next-dots" role="img" aria-label={`${items.length - left.length} of ${items.length} steps done`}>{items.map((item) => <i key={item.id} data-done={item.done} />)}</span>
        <span>Next step: <strong>{next.title}</strong> <span className="dim">({items.length - left.length} of {items.length} done)</span></span>
        <Action id={next.id} />
      </section>
    );
  }
  return (
    <Card title="To get going" aside={`${items.length - left.length} of ${items.length} done`} className="checklist-card">
      <ol className="checklist">
        {items.map((item) => (
          <li key={item.id} data-done={item.done}>
            <span className="checklist-mark">{item.done ? <ToneMark tone="good" /> : null}</span>
            <span>{item.title}<span className="visually-hidden">{item.done ? ' (done)' : ' (to do)'}</span></span>
            {item.done || item.id !== left[0]?.id ? null : <Action id={item.id} />}
          </li>
        ))}
      </ol>
    </Card>
  );
}

