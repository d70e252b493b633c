import * as c from '../../../src/api/contract/index.ts';
import { ActionIcon, Menu, Switch, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { batchesQuery } from '../api/extraction-queries.ts';
import { FolderIcon, LinkIcon, LockIcon, MoreIcon, UploadIcon } from '../components/icons.tsx';
import { MayButton } from '../components/may.tsx';
import { Card, Copy, Status, ToneMark } from '../components/parts.tsx';
import { DeleteDialog } from '../components/schedule-confirm.tsx';
import { Rows } from '../components/states.tsx';
import { Ticks } from '../components/ticks.tsx';
import { Time } from '../components/time.tsx';
import { count, plural } from '../format.ts';
import { useMay } from '../may.ts';
import { Resend } from './job-transports.tsx';
import { transportKinds } from './words.ts';

const icons = { http: <LinkIcon />, filesystem: <FolderIcon />, s3: <UploadIcon /> };
const stale = ['transports', 'job', 'jobs'];
const at = (transport: c.Transport, verb = ''): string => `/api/v1/transports/${encodeURIComponent(transport.id)}${verb}`;

/** Tries the way that batches take and says what came of it, until the next look. */
function Test({ transport }: { transport: c.Transport }) {
  const [result, setResult] = useState<{ delivered: boolean; message: string } | null>(null);
  const test = useChange(() => call(c.transportTest, at(transport, '/test'), { method: 'POST' }), [], setResult);
  return (
    <>
      <MayButton what="test transports" variant="default" size="compact-sm" loading={test.isPending} onClick={() => test.mutate(undefined)}>Test</MayButton>
      {result === null ? null : <span role="status" className={`inline test-result tone-${result.delivered ? 'good' : 'bad'}`}><ToneMark tone={result.delivered ? 'good' : 'bad'} /> {result.message}</span>}
    </>
  );
}

function Toggles({ transport }: { transport: c.Transport }) {
  const may = useMay('administer', 'change transports');
  const change = useChange((patch: Record<string, unknown>) => call(c.transport, at(transport), { method: 'PATCH', body: patch }), stale, (saved) => told(`${saved.name} ${saved.enabled ? 'is on' : 'is off'}`, saved.only_changes ? 'It gets only what changed.' : 'It gets everything of each job.'));
  const reason = transport.locked ?? (may.ok ? null : may.reason);
  const toggle = (label: string, isOn: boolean, patch: Record<string, unknown>) => (
    <Switch size="xs" label={label} aria-label={`${transport.name}: ${label.toLowerCase()}`} checked={isOn} disabled={reason !== null || change.isPending} onChange={() => change.mutate(patch)} />
  );
  return (
    <div className="transport-toggles">
      {toggle('On', transport.enabled, { enabled: !transport.enabled })}
      {toggle('Only changes', transport.only_changes, { only_changes: !transport.only_changes })}
      {reason === null ? null : <span className="locked"><LockIcon size={12} /> {reason}</span>}
    </div>
  );
}

function Batches({ id }: { id: string }) {
  const batches = useQuery(batchesQuery(id));
  if (batches.data === undefined) return <Rows count={2} />;
  const { items, total } = batches.data;
  if (items.length === 0) return <p className="dim transport-none">Nothing waits any more.</p>;
  return (
    <>
      <table className="table table-tight transport-batches">
        <thead><tr><th>Batch</th><th>State</th><th className="right">Resources</th><th className="right from-sm">Tries</th><th className="from-sm">Next try</th></tr></thead>
        <tbody>
          {items.map((batch) => (
            <tr key={`${batch.job_id}${batch.number}`}>
              <td className="nowrap"><Link to="/extraction/jobs/$jobId" params={{ jobId: batch.job_id }}>{batch.job_id.slice(0, 8)}</Link> <span className="dim">no. {batch.number}</span></td>
              <td>{batch.state === 'dead' ? <Status value="failed" label="Given up" /> : <Status value="pending" />}{batch.error === null ? null : <span className="cell-sub breaks"><Ticks text={batch.error.message} /></span>}</td>
              <td className="right num">{count(batch.count)}</td>
              <td className="right num from-sm">{batch.attempts}</td>
              <td className="nowrap dim from-sm">{batch.state === 'dead' ? 'when you say so' : batch.next_attempt_at === null ? 'soon' : <Time at={batch.next_attempt_at} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > items.length ? <p className="dim transport-none">and {plural(total - items.length, 'more batch', 'more batches')}</p> : null}
    </>
  );
}

/** What waits for it, in words: good news is one quiet line. */
function Queue({ transport }: { transport: c.Transport }) {
  const [isOpen, setOpen] = useState(false);
  const { waiting, waiting_artifacts: waits, failed, failed_artifacts: lost, oldest, last_error: error } = transport.queue;
  if (waiting === 0 && failed === 0) return <p className="transport-queue dim"><ToneMark tone="good" /> Nothing waits and nothing was given up.</p>;
  return (
    <div className="transport-queue">
      {failed === 0 ? null : <p><ToneMark tone="bad" /> <strong>{plural(lost, 'resource')}</strong> in {plural(failed, 'batch', 'batches')} could not be delivered and {failed === 1 ? 'is' : 'are'} kept. Mend the receiver, then send again.</p>}
      {waiting === 0 ? null : <p><ToneMark tone="attention" /> <strong>{plural(waits, 'resource')}</strong> in {plural(waiting, 'batch', 'batches')} {waiting === 1 ? 'waits' : 'wait'}{oldest === null ? '' : <>, the oldest since <Time at={oldest} /></>}.</p>}
      {error === null ? null : <p className="dim breaks">Last error: <Ticks text={error.message} /></p>}
      <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? 'Hide the batches' : 'Show the batches'}</button>
      {isOpen ? <Batches id={transport.id} /> : null}
    </div>
  );
}

function More({ transport, onEdit }: { transport: c.Transport; onEdit: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const may = useMay('administer', 'change transports');
  const remove = useChange(() => call(anything, at(transport), { method: 'DELETE' }), stale, () => told(`${transport.name} deleted`));
  const reason = transport.locked ?? (may.ok ? null : may.reason);
  const waits = transport.queue.waiting_artifacts + transport.queue.failed_artifacts;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${transport.name}`}><MoreIcon /></ActionIcon></Menu.Target>
        <Menu.Dropdown>
          {reason === null ? null : <Menu.Label className="menu-reason">{reason}</Menu.Label>}
          <Menu.Item disabled={reason !== null} onClick={onEdit}>Change…</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" disabled={reason !== null} onClick={() => setAsking(true)}>Delete…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog name={transport.name} keeps={waits === 0 ? 'What it delivered stays delivered' : `${plural(waits, 'resource')} that ${waits === 1 ? 'waits' : 'wait'} for it ${waits === 1 ? 'is' : 'are'} dropped`} warning="jobs hand nothing on to it any more" isOpen={isAsking} onClose={() => setAsking(false)} onDelete={() => remove.mutate(undefined)} />
    </>
  );
}

export function TransportCard({ transport, onEdit }: { transport: c.Transport; onEdit: () => void }) {
  const { missing } = transport;
  return (
    <li>
      <Card
        title={<span className="inline transport-title">{icons[transport.type]} {transport.name} <span className="dim">· {transportKinds[transport.type]}</span></span>}
        aside={<span className="inline">{missing.length > 0 ? <Status value="not_configured" /> : transport.enabled ? <span className="status status-good"><ToneMark tone="good" />On</span> : <span className="status status-quiet">Off</span>}<More transport={transport} onEdit={onEdit} /></span>}
      >
        <p className="inline transport-where"><Tooltip label={transport.destination}><code className="cut" tabIndex={0}>{transport.destination}</code></Tooltip><Copy text={transport.destination} what="the destination" />{transport.has_token ? <span className="dim nowrap">with a token</span> : null}</p>
        {missing.length === 0 ? null : <p className="tone-attention">It delivers nothing yet: set <code>{missing.join(', ')}</code>.</p>}
        <Queue transport={transport} />
        <div className="transport-foot">
          <Toggles transport={transport} />
          <div className="transport-buttons">{transport.queue.failed > 0 ? <Resend id={transport.id} /> : null}<Test transport={transport} /></div>
        </div>
      </Card>
    </li>
  );
}
