import * as c from '../../../src/api/contract/index.ts';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, call } from '../api/client.ts';
import { forgetAll } from './entered.ts';
import { Entry } from './entry.tsx';
import { Refusal } from './fields.tsx';

function Forgot({ given, onBack }: { given: string; onBack: () => void }) {
  const [email, setEmail] = useState(given);
  const ask = useMutation({ mutationFn: () => call(c.done, '/api/v1/password-reset', { method: 'POST', body: { email: email.trim() } }) });
  return (
    <Entry title="Forgot your password?" sub="We mail you a link by which you choose a new one. It works for an hour.">
      {ask.data === undefined ? (
        <form className="fields" onSubmit={(event) => { event.preventDefault(); ask.mutate(); }}>
          <TextInput data-autofocus label="E-mail address" type="email" required autoComplete="username" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
          <Refusal error={ask.error} />
          <div className="entry-foot"><Button size="sm" type="submit" loading={ask.isPending} disabled={email.trim() === ''}>Mail me a link</Button><button type="button" className="link-button" onClick={onBack}>Back to signing in</button></div>
        </form>
      ) : (
        <div className="fields">
          <p className="note" role="status">{ask.data.message}</p>
          <p className="dim field-note">Nothing arrived? Without a mail server, an administrator can make a link for you under Settings, People.</p>
          <button type="button" className="link-button" onClick={onBack}>Back to signing in</button>
        </div>
      )}
    </Entry>
  );
}

/** Address and password, then the code where a second factor is on. What was open comes back after. */
export function SignInPage() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [wantsCode, setWantsCode] = useState(false);
  const [hasForgotten, setForgotten] = useState(false);
  const signIn = useMutation({
    mutationFn: () => call(c.signInAnswer, '/api/v1/sign-in', { method: 'POST', body: { email: email.trim(), password, ...(wantsCode ? { code: code.trim() } : {}) } }),
    onSuccess: (answer) => {
      if (answer.second_factor_required) return setWantsCode(true);
      return void forgetAll(client);
    },
    onError: (error) => {
      // A wrong code uses this sign-in up: all three count together.
      if (wantsCode) setCode('');
      else if (error instanceof ApiError && error.problem.status === 401) setPassword('');
    },
  });
  if (hasForgotten) return <Forgot given={email} onBack={() => setForgotten(false)} />;
  return (
    <Entry title={wantsCode ? 'Enter your code' : 'Sign in'} sub={wantsCode ? 'The six digits of your app, or one of your recovery codes.' : undefined}>
      <form className="fields" onSubmit={(event) => { event.preventDefault(); signIn.mutate(); }}>
        {wantsCode ? (
          <TextInput autoFocus label="Code" inputMode="numeric" autoComplete="one-time-code" required maxLength={32} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        ) : (
          <>
            <TextInput autoFocus label="E-mail address" type="email" required autoComplete="username" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <PasswordInput label="Password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
          </>
        )}
        <Refusal error={signIn.error} />
        <div className="entry-foot">
          <Button size="sm" type="submit" loading={signIn.isPending}>Sign in</Button>
          {wantsCode ? <button type="button" className="link-button" onClick={() => { setWantsCode(false); setCode(''); signIn.reset(); }}>Use another account</button> : <button type="button" className="link-button" onClick={() => setForgotten(true)}>Forgot your password?</button>}
        </div>
      </form>
    </Entry>
  );
}
