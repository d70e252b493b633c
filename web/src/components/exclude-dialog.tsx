import * as c from '../../../src/api/contract/index.ts';
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { failed, told, useChange } from '../actions.tsx';
import { ApiError, call } from '../api/client.ts';
import { changesText, type WatchedRoot } from '../audit-words.ts';
import { count, plural } from '../format.ts';
import { badgeOf } from './audit-history.tsx';
import { FileBadge, Path } from './file-status.tsx';
import { CloseIcon } from './icons.tsx';
import { Time } from './time.tsx';
import type { z } from 'zod';

type Answer = z.infer<typeof c.patternAnswer>;
const at = (root: WatchedRoot, verb = ''): string => `/api/v1/files/roots/${encodeURIComponent(root.id)}${verb}`;

function Hidden({ answer, pattern }: { answer: Answer; pattern: string }) {
  const isNothing = answer.hidden_total === 0;
  return (
    <div className="hidden-answer" role="status">
      <p className={isNothing ? undefined : 'tone-attention'}><strong>{isNothing ? 'It would have hidden no change of the last 90 days.' : `It would have hidden ${plural(answer.hidden_total, 'change')} of the last 90 days.`}</strong></p>
      <p className="dim">{answer.files === 0 ? `No file matches ${pattern} now.` : `${plural(answer.files, 'file')} would not be watched any more.`}</p>
      <ul className="result-files">{answer.hidden.slice(0, 6).map((row) => <li key={row.id}><FileBadge status={badgeOf(row)} /> <span className="hidden-what"><Path of={row.path ?? ''} /><span className="dim">{changesText(row.changes)} · <Time at={row.checked_at} /></span></span></li>)}</ul>
      {answer.hidden_total > 6 ? <p className="help">and {count(answer.hidden_total - 6)} more</p> : null}
    </div>
  );
}

/** Leaves files out by a pattern, after saying what that would have kept from people. */
export function ExcludeDialog({ root, onClose }: { root: WatchedRoot; onClose: () => void }) {
  const [pattern, setPattern] = useState('');
  const ask = useMutation({
    mutationFn: (asked: string) => call(c.patternAnswer, at(root, '/pattern'), { method: 'POST', body: { pattern: asked } }),
    onError: (error) => { if (!(error instanceof ApiError) || error.problem.errors.length === 0) failed(error); },
  });
  const save = useChange((exclude: string[]) => call(c.messageAnswer, at(root), { method: 'PATCH', body: { exclude } }), ['audit'], ({ message }) => told('Saved', message));
  const asked = ask.variables === pattern.trim() ? ask.data : undefined;
  const problem = ask.error instanceof ApiError ? ask.error.problem.errors[0]?.message : undefined;
  return (
    <Modal opened onClose={onClose} title="Leave files out" size={520}>
      <p className="accept-paths"><Path of={root.path} /></p>
      {root.exclude.length === 0 ? null : (
        <div className="chips gap-below">{root.exclude.map((each) => <span key={each} className="chip chip-on"><code>{each}</code><button type="button" aria-label={`Watch ${each} again`} onClick={() => save.mutate(root.exclude.filter((one) => one !== each))}><CloseIcon size={12} /></button></span>)}</div>
      )}
      <form noValidate onSubmit={(event) => { event.preventDefault(); if (pattern.trim() !== '') ask.mutate(pattern.trim()); }}>
        <TextInput data-autofocus className="mono-input" label="Pattern" description="*.tmp: these files in any folder. cache/: a whole folder." value={pattern} onChange={(event) => { setPattern(event.currentTarget.value); ask.reset(); }} error={problem} spellCheck={false} autoComplete="off" />
        {asked === undefined ? null : <Hidden answer={asked} pattern={pattern.trim()} />}
        <Group justify="flex-end" mt="md" gap={8}>
          <Button variant="default" onClick={onClose}>Close</Button>
          {asked === undefined
            ? <Button type="submit" disabled={pattern.trim() === ''} loading={ask.isPending}>What would this have hidden?</Button>
            : <Button loading={save.isPending} onClick={() => save.mutate([...root.exclude, pattern.trim()], { onSuccess: onClose })}>Leave them out</Button>}
        </Group>
      </form>
    </Modal>
  );
}
