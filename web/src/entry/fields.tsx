import { PasswordInput } from '@mantine/core';
import { ToneMark } from '../components/parts.tsx';
import { ApiError } from '../api/client.ts';

/** What the service said of each field. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.problem.errors.map(({ field, message }) => [field, message]));
}

/** What the service said that belongs to no field. */
export function Refusal({ error, fields = [] }: { error: unknown; fields?: string[] }) {
  if (error === null || error === undefined) return null;
  if (error instanceof ApiError && error.problem.errors.length > 0 && error.problem.errors.every(({ field }) => fields.includes(field))) return null;
  return <p className="note note-bad" role="alert">{error instanceof Error ? error.message : 'Try again.'}</p>;
}

const lengthOf = (text: string): number => [...text].length;
export function isGoodPassword(password: string, email: string): boolean {
  const plain = password.toLowerCase();
  return lengthOf(password) >= 12 && lengthOf(password) <= 256 && plain !== email.toLowerCase() && plain !== email.toLowerCase().split('@')[0];
}

interface NewPasswordProps {
  value: string;
  onChange: (value: string) => void;
  email: string;
  error?: string | undefined;
  label?: string;
}

/** A password to choose, with the rules as they are met. */
export function NewPassword({ value, onChange, email, error, label = 'Password' }: NewPasswordProps) {
  const long = lengthOf(value);
  const isOther = value !== '' && isGoodPassword(value.padEnd(12, '~'), email);
  const rule = (isOk: boolean, text: string) => <li data-ok={isOk}><ToneMark tone={isOk ? 'good' : 'quiet'} size={10} /> {text}</li>;
  return (
    <div>
      <PasswordInput label={label} required autoComplete="new-password" value={value} onChange={(event) => onChange(event.currentTarget.value)} error={error} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
      <ul className="password-rules">
        {rule(long >= 12 && long <= 256, long > 0 && long < 12 ? `12 characters or more: ${12 - long} to go` : '12 characters or more; a few words are better than odd letters')}
        {rule(isOther, 'Not your e-mail address')}
      </ul>
    </div>
  );
}
