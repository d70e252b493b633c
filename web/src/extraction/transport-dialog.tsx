import * as c from '../../../src/api/contract/index.ts';
import { Button, Checkbox, Group, Modal, NumberInput, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { ApiError, call } from '../api/client.ts';
import { bodyOfTransport, formOfTransport, isComplete, type Kind, type TransportForm } from './transport-form.ts';

interface PartProps {
  form: TransportForm;
  set: (patch: Partial<TransportForm>) => void;
  /** What the service said of a field. */
  wrong: (field: string) => string | undefined;
  transport: c.Transport | null;
}

const numeric = (value: string | number): number | '' => (value === '' ? '' : Number(value));
const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

function Http({ form, set, wrong, transport }: PartProps) {
  const isMoved = transport?.has_token === true && form.url !== transport.settings['url'];
  return (
    <>
      <TextInput label="Address" required placeholder="https://example.com/artifacts" description="Each batch is posted here as JSON, gzipped. The address has to be a public one." inputWrapperOrder={below} value={form.url} error={wrong('settings.url')} onChange={(event) => set({ url: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
      <PasswordInput label="Token" placeholder={transport?.has_token === true && !form.dropToken ? 'Set; type to replace it' : 'None'} description={isMoved ? 'With another host it has to be given again: a token goes only where it was meant to go.' : 'Sent as Authorization: Bearer. It is kept sealed and never shown again.'} inputWrapperOrder={below} value={form.token} error={wrong('token')} onChange={(event) => set({ token: event.currentTarget.value, dropToken: false })} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': 'Show the token' }} />
      {transport?.has_token === true && form.token === '' ? <Checkbox size="xs" label="Take the token away" checked={form.dropToken} onChange={(event) => set({ dropToken: event.currentTarget.checked })} /> : null}
      <div className="field-row">
        <NumberInput label="Timeout (seconds)" min={1} max={600} allowDecimal={false} value={form.timeout} error={wrong('settings.timeout_seconds')} onChange={(value) => set({ timeout: numeric(value) })} hideControls />
        <NumberInput label="Retries at once" description="Later ones follow with growing pauses" inputWrapperOrder={below} min={0} max={20} allowDecimal={false} value={form.retries} error={wrong('settings.max_retries')} onChange={(value) => set({ retries: numeric(value) })} hideControls />
      </div>
    </>
  );
}

const Size = ({ form, set, wrong }: PartProps) => <NumberInput label="Largest file (MiB)" description="A fuller one is closed and another begun" inputWrapperOrder={below} min={0.001} value={form.maxSize} error={wrong('settings.max_bytes')} onChange={(value) => set({ maxSize: numeric(value) })} hideControls />;

function Folder(props: PartProps) {
  const { form, set, wrong } = props;
  return (
    <>
      <TextInput label="Folder" placeholder="Directly in the base folder" description="Below the base folder of the service (FILESYSTEM_BASE_DIR), as one file for each job and service: YYYY/MM/DD/job/service.jsonl.gz" inputWrapperOrder={below} value={form.folder} error={wrong('settings.folder')} onChange={(event) => set({ folder: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
      <div className="field-row">
        <Size {...props} />
        <NumberInput label="Keep for (days)" description={form.keepDays === 0 ? '0: files are never removed' : 'Older files are removed'} inputWrapperOrder={below} min={0} max={36_500} allowDecimal={false} value={form.keepDays} error={wrong('settings.keep_days')} onChange={(value) => set({ keepDays: numeric(value) })} hideControls />
      </div>
    </>
  );
}

function Bucket(props: PartProps) {
  const { form, set, wrong } = props;
  return (
    <>
      <TextInput label="Bucket" required placeholder="my-inventory" description="Written with the credentials of the service, which need s3:PutObject on it" inputWrapperOrder={below} value={form.bucket} error={wrong('settings.bucket')} onChange={(event) => set({ bucket: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
      <div className="field-row">
        <TextInput label="Prefix" placeholder="None" value={form.prefix} error={wrong('settings.prefix')} onChange={(event) => set({ prefix: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
        <TextInput label="Region" value={form.region} error={wrong('settings.region')} onChange={(event) => set({ region: event.currentTarget.value })} spellCheck={false} autoComplete="off" />
      </div>
      <div className="field-row"><Size {...props} /><div /></div>
    </>
  );
}

const parts = { http: Http, filesystem: Folder, s3: Bucket } as const;

function Fields({ transport, onClose }: { transport: c.Transport | null; onClose: () => void }) {
  const [form, setForm] = useState(() => formOfTransport(transport));
  const isNew = transport === null;
  const save = useChange(
    () => call(c.transport, isNew ? '/api/v1/transports' : `/api/v1/transports/${encodeURIComponent(transport.id)}`, { method: isNew ? 'POST' : 'PATCH', body: bodyOfTransport(form, isNew) }),
    ['transports', 'job'],
    (saved) => {
      told(isNew ? `${saved.name} added` : `${saved.name} saved`, saved.type === 'http' ? 'Send a test to see that it arrives.' : undefined);
      onClose();
    },
  );
  const wrong = (field: string): string | undefined => (save.error instanceof ApiError ? save.error.problem.errors.find((each) => each.field === field)?.message : undefined);
  const Part = parts[form.kind];
  const set = (patch: Partial<TransportForm>): void => setForm((before) => ({ ...before, ...patch }));
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); save.mutate(undefined); }}>
      {isNew ? <SegmentedControl fullWidth aria-label="Kind" data={[{ value: 'http', label: 'HTTP' }, { value: 'filesystem', label: 'Folder' }, { value: 's3', label: 'S3 bucket' }]} value={form.kind} onChange={(kind) => set({ kind: kind as Kind })} /> : null}
      <TextInput data-autofocus label="Name" required maxLength={100} value={form.name} error={wrong('name')} onChange={(event) => set({ name: event.currentTarget.value })} autoComplete="off" />
      <Part form={form} set={set} wrong={wrong} transport={transport} />
      <Checkbox size="xs" label="Only changes" description="What is new, changed or gone since the job before, instead of everything each time" checked={form.onlyChanges} onChange={(event) => set({ onlyChanges: event.currentTarget.checked })} />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>Close</Button>
        <Button type="submit" disabled={!isComplete(form)} loading={save.isPending}>{isNew ? 'Add the transport' : 'Save'}</Button>
      </Group>
    </form>
  );
}

/** `transport`: the one to change; null makes a new one. */
export function TransportDialog({ transport, isOpen, onClose }: { transport: c.Transport | null; isOpen: boolean; onClose: () => void }) {
  return <Modal opened={isOpen} onClose={onClose} title={transport === null ? 'Add a transport' : `Change ${transport.name}`} size={540}><Fields transport={transport} onClose={onClose} /></Modal>;
}
