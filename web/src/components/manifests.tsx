import * as c from '../../../src/api/contract/index.ts';
import { Button, FileInput, Group, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { manifestsQuery } from '../api/audit-queries.ts';
import { call } from '../api/client.ts';
import { count, plural } from '../format.ts';
import { parseManifest, type ManifestEntry } from '../manifest.ts';
import { useActorNames } from './actor.tsx';
import { MayButton } from './may.tsx';
import { Card, CodeLine } from './parts.tsx';
import { Empty, Loaded, Rows } from './states.tsx';
import { Time } from './time.tsx';

const lives = [[3600, '1 hour'], [4 * 3600, '4 hours'], [86_400, '1 day'], [7 * 86_400, '7 days']] as const;

function ManifestDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [life, setLife] = useState(String(86_400));
  const [file, setFile] = useState<File | null>(null);
  const [entries, setEntries] = useState<ManifestEntry[]>([]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const add = useChange(
    () => call(c.manifest, '/api/v1/files/manifests', { method: 'POST', body: { name: name.trim(), expires_in_seconds: Number(life), entries } }),
    ['audit'],
    (made) => { told(`${made.name} is expected`, `${plural(made.entries, 'change')} to exactly these contents will not alert.`); onClose(); },
  );
  const take = async (next: File | null): Promise<void> => {
    setFile(next);
    setProblem(undefined);
    setEntries([]);
    if (next === null) return;
    try {
      setEntries(parseManifest(await next.text()));
      if (name === '') setName(next.name.replace(/\.[a-z0-9]+$/i, ''));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The file could not be read.');
    }
  };
  return (
    <Modal opened onClose={onClose} title="Announce changes" size={480}>
      <form className="fields" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
        <p className="dim field-note">Changes to exactly these contents are accepted by themselves while it is valid; anything else still alerts. Make the file where the deploy is built:</p>
        <CodeLine text="sha256sum /srv/app/* > deploy.sha256" />
        <FileInput label="File of hashes" description="As sha256sum prints it, or JSON with path and sha256" placeholder="Choose a file" value={file} onChange={(next) => void take(next)} error={problem} clearable clearButtonProps={{ 'aria-label': 'Take the file away' }} />
        {entries.length === 0 ? null : <p className="result result-good">{plural(entries.length, 'path')}, {entries[0]?.path} {entries.length > 1 ? 'and on' : ''}</p>}
        <div className="field-row">
          <TextInput label="Name" required maxLength={200} placeholder="Such as: release 4.2" value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <Select label="Valid for" data={lives.map(([seconds, label]) => ({ value: String(seconds), label }))} value={life} onChange={(value) => setLife(value ?? life)} allowDeselect={false} />
        </div>
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>Close</Button>
          <Button type="submit" disabled={entries.length === 0 || name.trim() === ''} loading={add.isPending}>Announce</Button>
        </Group>
      </form>
    </Modal>
  );
}

/** What is expected to change is told before it does. */
export function Manifests() {
  const manifests = useQuery(manifestsQuery);
  const [isAsking, setAsking] = useState(false);
  const nameOf = useActorNames();
  const remove = useChange((id: string) => call(c.messageAnswer, `/api/v1/files/manifests/${encodeURIComponent(id)}`, { method: 'DELETE' }), ['audit'], ({ message }) => told('Taken back', message));
  return (
    <Card title="Expected changes" aside={<MayButton what="announce changes" variant="default" onClick={() => setAsking(true)}>Announce changes…</MayButton>}>
      <Loaded of={manifests} skeleton={<Rows count={2} />}>
        {(data) => data.manifests.length === 0 ? <Empty title="None announced">Before a deploy, load the paths and hashes it will bring. Then it does not alert, and everything else still does.</Empty> : (
          <ul className="manifests">
            {data.manifests.map((each) => (
              <li key={each.id}>
                <div><p>{each.name}</p><p className="dim">{count(each.used)} of {plural(each.entries, 'path')} came · {Date.parse(each.expires_at) < Date.now() ? 'ended' : 'ends'} <Time at={each.expires_at} /> · {nameOf(each.created_by)}</p></div>
                <MayButton what="take announcements back" variant="subtle" color="gray" loading={remove.isPending && remove.variables === each.id} onClick={() => remove.mutate(each.id)}>Take back</MayButton>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isAsking ? <ManifestDialog onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}
