import * as c from '../../../src/api/contract/index.ts';
import { Button, Group, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import { told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { fieldErrors } from '../entry/fields.tsx';
import { DownloadIcon } from './icons.tsx';
import { Card, CodeLine, Copy, Status } from './parts.tsx';
import { QrCode } from './qr-code.tsx';

type Begun = z.infer<typeof c.secondFactor>;

function Codes({ codes }: { codes: string[] }) {
  const text = `${codes.join('\n')}\n`;
  return (
    <div className="once">
      <p><strong>Recovery codes.</strong> Each works once in place of a code of the app. They are shown only now. <Copy text={text} what="the codes" /></p>
      <ul className="recovery">{codes.map((each) => <li key={each}>{each}</li>)}</ul>
      <div><Button variant="default" component="a" href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="roundsman-recovery-codes.txt" leftSection={<DownloadIcon size={14} />}>Download them</Button></div>
    </div>
  );
}

function Confirm({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const [code, setCode] = useState('');
  const confirm = useChange(() => call(c.done, '/api/v1/me/second-factor/confirm', { method: 'POST', body: { code: code.trim() } }), ['me', 'access'], ({ message }) => { told('Second factor on', message); onDone(); });
  return (
    <form className="fields" onSubmit={(event) => { event.preventDefault(); confirm.mutate(); }}>
      <div className="second-factor">
        <QrCode text={begun.otpauth_url} label="The secret for your app" />
        <div>
          <p>1. Scan it with an app for codes, or give the app this secret:</p>
          <CodeLine text={begun.secret} what="the secret" />
          <p className="dim field-note">An app on this device: <a href={begun.otpauth_url}>open the secret in it</a>.</p>
        </div>
      </div>
      <p>2. Keep these where you keep passwords:</p>
      <Codes codes={begun.recovery_codes} />
      <TextInput label="3. The code that the app shows" inputMode="numeric" autoComplete="one-time-code" maxLength={32} value={code} onChange={(event) => setCode(event.currentTarget.value)} error={fieldErrors(confirm.error)['code']} />
      <Group gap={8}><Button type="submit" size="sm" disabled={code.trim().length < 6} loading={confirm.isPending}>Turn it on</Button><Button variant="default" size="sm" onClick={onDone}>Not now</Button></Group>
    </form>
  );
}

/** A second thing to show when signing in. */
export function SecondFactor({ user }: { user: c.User }) {
  const [password, setPassword] = useState('');
  const [begun, setBegun] = useState<Begun | null>(null);
  const begin = useChange(() => call(c.secondFactor, '/api/v1/me/second-factor', { method: 'POST', body: { password } }), [], (answer) => { setPassword(''); setBegun(answer); });
  const end = useChange(() => call(c.done, '/api/v1/me/second-factor/disable', { method: 'POST', body: { password } }), ['me', 'access'], ({ message }) => { setPassword(''); told(message); });
  const isOn = user.has_second_factor;
  const work = isOn ? end : begin;
  return (
    <Card title="Second factor" aside={isOn ? <Status value="connected" label="On" /> : <span className="dim">Off</span>}>
      {begun === null ? (
        <form className="fields" onSubmit={(event) => { event.preventDefault(); work.mutate(); }}>
          <p className="dim">{isOn ? 'Every sign-in asks for a code of your app.' : 'With it, your password alone lets nobody in: signing in also asks for a code of an app on your phone.'}</p>
          <PasswordInput label="Your password" required autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={fieldErrors(work.error)['password']} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
          <div><Button type="submit" size="sm" variant={isOn ? 'default' : 'filled'} disabled={password === ''} loading={work.isPending}>{isOn ? 'Turn it off' : 'Set it up'}</Button></div>
        </form>
      ) : <Confirm begun={begun} onDone={() => setBegun(null)} />}
    </Card>
  );
}
