import * as c from '../../../src/api/contract/index.ts';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { setupQuery } from '../api/access-queries.ts';
import { call } from '../api/client.ts';
import { forgetAll } from './entered.ts';
import { Entry } from './entry.tsx';
import { fieldErrors, isGoodPassword, NewPassword, Refusal } from './fields.tsx';

const fields = ['code', 'name', 'email', 'password'];

/** The first account, for who can see the log of the service. */
export function FirstAccountForm({ label = 'Create the account' }: { label?: string }) {
  const client = useQueryClient();
  const [form, setForm] = useState({ code: '', name: '', email: '', password: '' });
  const set = (patch: Partial<typeof form>): void => setForm({ ...form, ...patch });
  const create = useMutation({
    mutationFn: () => call(c.signedIn, '/api/v1/setup', { method: 'POST', body: { ...form, code: form.code.trim(), name: form.name.trim(), email: form.email.trim() } }),
    onSuccess: () => void forgetAll(client),
  });
  const errors = fieldErrors(create.error);
  const isReady = form.code.trim() !== '' && form.name.trim() !== '' && form.email.includes('@') && isGoodPassword(form.password, form.email);
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
      <TextInput label="Code from the log" description="Where the service was started, the terminal shows it. Valid for ten minutes and five tries." className="mono-input" required autoComplete="off" spellCheck={false} value={form.code} onChange={(event) => set({ code: event.currentTarget.value })} error={errors['code']} />
      <TextInput label="Your name" required maxLength={100} autoComplete="name" value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} error={errors['name']} />
      <TextInput label="E-mail address" type="email" required maxLength={254} autoComplete="username" value={form.email} onChange={(event) => set({ email: event.currentTarget.value })} error={errors['email']} />
      <NewPassword value={form.password} onChange={(password) => set({ password })} email={form.email} error={errors['password']} />
      <Refusal error={create.error} fields={fields} />
      <div className="entry-foot"><Button size="sm" type="submit" loading={create.isPending} disabled={!isReady}>{label}</Button></div>
    </form>
  );
}

/** Others can reach the service and nobody can sign in: this answers and nothing else. */
export function FirstAccountPage() {
  // Asking makes the log show a code that is still good.
  useQuery(setupQuery);
  return <Entry title="Create the first account" sub="It is an administrator, and invites everybody else." isWide><FirstAccountForm /></Entry>;
}
