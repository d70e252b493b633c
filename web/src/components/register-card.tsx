import { Button, NumberInput, Switch, Tabs, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { failed } from '../actions.tsx';
import { ApiError } from '../api/client.ts';
import { rootsQuery } from '../api/audit-queries.ts';
import type { Registered } from '../api/upload.ts';
import { verify, type VerifyInput } from '../audit-actions.tsx';
import { adoptRows } from '../steady-rows.ts';
import { ChevronIcon } from './icons.tsx';
import { Card } from './parts.tsx';
import { RegisterResult } from './register-result.tsx';
import { UploadZone } from './upload-zone.tsx';

const empty = { recursive: true, include: [] as string[], exclude: [] as string[], isLog: false, diff: true, unchanged: '' as number | string };
type Options = typeof empty;

function bodyOf(path: string, options: Options): VerifyInput {
  return {
    path: path.trim(),
    ...(options.recursive ? {} : { recursive: false }),
    ...(options.include.length === 0 ? {} : { include: options.include }),
    ...(options.exclude.length === 0 ? {} : { exclude: options.exclude }),
    ...(options.isLog ? { mode: 'append_only' as const } : {}),
    ...(options.diff ? {} : { diff: false }),
    ...(options.unchanged === '' ? {} : { unchanged_days: Number(options.unchanged) }),
  };
}

function OptionFields({ value, onChange, errors }: { value: Options; onChange: (next: Options) => void; errors: Record<string, string> }) {
  const set = (patch: Partial<Options>): void => onChange({ ...value, ...patch });
  return (
    <div className="fields more-body">
      <Switch label="Folders below it too" checked={value.recursive} onChange={(event) => set({ recursive: event.currentTarget.checked })} />
      <div className="field-row">
        <TagsInput label="Only these" description="Patterns such as *.conf; all files where empty" value={value.include} onChange={(include) => set({ include })} error={errors['include']} splitChars={[',', '\n']} acceptValueOnBlur />
        <TagsInput label="Not these" description="Patterns such as *.tmp or cache/" value={value.exclude} onChange={(exclude) => set({ exclude })} error={errors['exclude']} splitChars={[',', '\n']} acceptValueOnBlur />
      </div>
      <Switch label="It is a log" description="It may grow, but what was written must stay as it is." checked={value.isLog} onChange={(event) => set({ isLog: event.currentTarget.checked })} />
      <Switch label="Show what changed in small text files" description="Passwords and keys in it are masked. Turn it off for what nobody may read here." checked={value.diff} onChange={(event) => set({ diff: event.currentTarget.checked })} />
      <NumberInput label="Alert when unchanged for (days)" description="For a backup that is expected to change" value={value.unchanged} onChange={(unchanged) => set({ unchanged })} min={1} max={3650} allowDecimal={false} w={230} />
    </div>
  );
}

function VerifyPath() {
  const client = useQueryClient();
  const roots = useQuery(rootsQuery);
  const [path, setPath] = useState('');
  const [options, setOptions] = useState(empty);
  const [isMore, setMore] = useState(false);
  const [result, setResult] = useState<Registered | null>(null);
  const register = useMutation({
    mutationFn: () => verify(bodyOf(path, options)),
    onSuccess: (answer) => { adoptRows(); setResult(answer); void client.invalidateQueries({ queryKey: ['audit'] }); },
    onError: (error) => { setResult(null); if (!(error instanceof ApiError) || error.problem.errors.length === 0) failed(error); },
  });
  const errors = register.error instanceof ApiError ? Object.fromEntries(register.error.problem.errors.map((each) => [each.field.replace(/\.\d+$/, ''), each.message])) : {};
  const isOptionWrong = Object.keys(errors).some((field) => field !== 'path');
  const allowed = roots.data?.allowed_roots ?? [];
  const change = (next: string): void => { setPath(next); if (register.isError) register.reset(); };
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); if (path.trim() !== '') register.mutate(); }}>
      <div className="verify-row">
        <TextInput className="mono-input verify-path" label="File or folder" placeholder={allowed[0] === undefined ? '/etc/nginx' : `${allowed[0].replace(/\/$/, '')}/…`} value={path} onChange={(event) => change(event.currentTarget.value)} error={errors['path']} spellCheck={false} autoComplete="off" autoCapitalize="off" />
        <Button type="submit" size="sm" disabled={path.trim() === ''} loading={register.isPending} className="verify-button">Verify</Button>
      </div>
      {errors['path'] !== undefined || allowed.length === 0 ? null : <p className="help">Below {allowed.map((each, index) => <span key={each}>{index === 0 ? '' : index === allowed.length - 1 ? ' or ' : ', '}<button type="button" className="path-pick" onClick={() => change(`${each.replace(/\/$/, '')}/`)}>{each}</button></span>)}. An administrator adds more with <code>INTEGRITY_ROOTS</code>.</p>}
      <div className="more">
        <button type="button" className="more-button" aria-expanded={isMore || isOptionWrong} onClick={() => setMore(!isMore)}><ChevronIcon size={12} /> Which files, logs, what to show</button>
        {isMore || isOptionWrong ? <OptionFields value={options} onChange={setOptions} errors={errors} /> : null}
      </div>
      {result === null ? <p className="help">The first time takes a fingerprint of each file, which counts as good. Every time after compares with it.</p> : <RegisterResult answer={result} />}
    </form>
  );
}

/** Files come to be watched by their path, or by being uploaded. */
export function RegisterCard() {
  return (
    <Card title="Register files" className="register-card">
      <Tabs defaultValue="path" keepMounted>
        <Tabs.List mb={14}>
          <Tabs.Tab value="path">Verify path</Tabs.Tab>
          <Tabs.Tab value="upload">Upload &amp; scan</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="path"><VerifyPath /></Tabs.Panel>
        <Tabs.Panel value="upload"><UploadZone /></Tabs.Panel>
      </Tabs>
    </Card>
  );
}
