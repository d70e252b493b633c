import * as c from '../../../src/api/contract/index.ts';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { forgetAll } from './entered.ts';
import { Entry } from './entry.tsx';
import { fieldErrors, isGoodPassword, NewPassword, Refusal } from './fields.tsx';

/** The secret of the link stands after `#`, so that no log of any server on the way holds it. */
function tokenOfAddress(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
}

function NoToken({ what }: { what: string }) {
  return <Entry title="The link is not whole" sub={`Open the whole ${what} link, as it was sent. It ends with #token= and letters.`}><Button component="a" href="/app/" variant="default">To the dashboard</Button></Entry>;
}

export function InvitationPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [token] = useState(tokenOfAddress);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => call(c.signedIn, '/api/v1/invitations/accept', { method: 'POST', body: { token, password, ...(name.trim() === '' ? {} : { name: name.trim() }) } }),
    onSuccess: async () => { await forgetAll(client); await navigate({ to: '/', replace: true }); },
  });
  const errors = fieldErrors(accept.error);
  if (token === '') return <NoToken what="invitation" />;
  return (
    <Entry title="You are invited" sub="Choose a password, and you are in. Next time you sign in with your e-mail address." isWide>
      <form className="fields" onSubmit={(event) => { event.preventDefault(); accept.mutate(); }}>
        <TextInput label="Your name" description="As others see it; empty keeps what the invitation says" maxLength={100} autoComplete="name" value={name} onChange={(event) => setName(event.currentTarget.value)} error={errors['name']} />
        <NewPassword value={password} onChange={setPassword} email="" error={errors['password']} />
        <Refusal error={accept.error} fields={['name', 'password']} />
        <div className="entry-foot"><Button size="sm" type="submit" loading={accept.isPending} disabled={!isGoodPassword(password, '')}>Accept the invitation</Button></div>
      </form>
    </Entry>
  );
}

export function ResetPage() {
  const [token] = useState(tokenOfAddress);
  const [password, setPassword] = useState('');
  const reset = useMutation({ mutationFn: () => call(c.done, '/api/v1/password-reset/confirm', { method: 'POST', body: { token, password } }) });
  if (token === '') return <NoToken what="reset" />;
  if (reset.data !== undefined) return <Entry title="New password set" sub={reset.data.message}><Button size="sm" component="a" href="/app/">Sign in</Button></Entry>;
  return (
    <Entry title="Choose a new password" sub="All your sessions end; sign in with it after." isWide>
      <form className="fields" onSubmit={(event) => { event.preventDefault(); reset.mutate(); }}>
        <NewPassword value={password} onChange={setPassword} email="" error={fieldErrors(reset.error)['password']} label="New password" />
        <Refusal error={reset.error} fields={['password']} />
        <div className="entry-foot"><Button size="sm" type="submit" loading={reset.isPending} disabled={!isGoodPassword(password, '')}>Set the password</Button></div>
      </form>
    </Entry>
  );
}
