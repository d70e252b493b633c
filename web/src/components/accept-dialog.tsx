import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAccept } from '../audit-actions.tsx';
import { count } from '../format.ts';
import { Path } from './file-status.tsx';

interface AcceptProps {
  /** Files by id, or all of an alert. */
  what: { ids: string[] } | { alert_id: string };
  total: number;
  paths: string[];
  onClose: () => void;
  onDone?: () => void;
}

/** Accepting is approving: it wants a reason, and says what it means. */
export function AcceptDialog({ what, total, paths, onClose, onDone }: AcceptProps) {
  const [note, setNote] = useState('');
  const accept = useAccept(() => { onClose(); onDone?.(); });
  const shown = paths.slice(0, 5);
  return (
    <Modal opened onClose={onClose} title={total === 1 ? 'Accept this change' : `Accept ${count(total)} changes`} size={480}>
      <form onSubmit={(event) => { event.preventDefault(); if (note.trim() !== '') accept.mutate({ ...what, note: note.trim() }); }}>
        <p className="dim dialog-text">{total === 1 ? 'The file as it was seen' : 'Each file as it was seen'} becomes the baseline: from now on this counts as good. Who accepted it and why stays in its history.</p>
        <ul className="accept-paths">
          {shown.map((path) => <li key={path}><Path of={path} /></li>)}
          {total > shown.length ? <li className="dim">and {count(total - shown.length)} more</li> : null}
        </ul>
        <Textarea data-autofocus label="Why is it right?" required placeholder="Such as: nginx upgrade, ticket OPS-214" autosize minRows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md" gap={8}>
          <Button variant="default" onClick={onClose}>Not yet</Button>
          <Button type="submit" disabled={note.trim() === ''} loading={accept.isPending}>{total === 1 ? 'Accept' : `Accept ${count(total)}`}</Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What cannot be taken back names the thing. */
export function StopDialog({ path, words, onClose, onStop, isBusy }: { path: string; words: string; onClose: () => void; onStop: () => void; isBusy: boolean }) {
  return (
    <Modal opened onClose={onClose} title="Stop watching" size={480}>
      <p className="accept-paths"><Path of={path} /></p>
      <p className="dim dialog-text">{words} Its history stays. To watch it again, register it: what is there then counts as good.</p>
      <Group justify="flex-end" mt="md" gap={8}>
        <Button variant="default" data-autofocus onClick={onClose}>Keep watching</Button>
        <Button color="red" loading={isBusy} onClick={onStop}>Stop watching</Button>
      </Group>
    </Modal>
  );
}
