import * as c from '../../src/api/contract/index.ts';
import { notifications } from '@mantine/notifications';
import { told, useChange } from './actions.tsx';
import { call } from './api/client.ts';
import { registered } from './api/upload.ts';
import { adoptRows } from './steady-rows.ts';

const stale = ['audit', 'overview', 'session', 'findings'];

export interface AcceptInput {
  ids?: string[];
  alert_id?: string;
  note: string;
}

/** Makes what was seen the baseline of one file, of several, or of all of an alert. */
export function useAccept(onDone: () => void) {
  return useChange(
    (input: AcceptInput) => call(c.acceptAnswer, '/api/v1/files/accept', { method: 'POST', body: input }),
    stale,
    ({ accepted, failed, message }) => {
      adoptRows();
      onDone();
      if (failed.length === 0) return told(accepted === 1 ? 'Accepted: this is the baseline now' : `${accepted} changes accepted`);
      return void notifications.show({ title: accepted === 0 ? 'Not accepted' : message, message: failed[0]?.message ?? '', color: 'red', withBorder: true, autoClose: 14_000 });
    },
  );
}

export function useRestore() {
  return useChange((id: string) => call(c.messageAnswer, `/api/v1/files/${encodeURIComponent(id)}/restore`, { method: 'POST', body: {} }), stale, ({ message }) => { adoptRows(); told('Restored', message); });
}

export function useStopWatching(onDone: () => void) {
  return useChange((id: string) => call(c.messageAnswer, `/api/audit/files/${encodeURIComponent(id)}`, { method: 'DELETE' }), stale, ({ message }) => { adoptRows(); onDone(); told('Not watched any more', message); });
}

export function useRemoveRoot() {
  return useChange((id: string) => call(c.messageAnswer, `/api/v1/files/roots/${encodeURIComponent(id)}`, { method: 'DELETE' }), stale, ({ message }) => { adoptRows(); told('Not watched any more', message); });
}

export interface VerifyInput {
  path: string;
  recursive?: boolean;
  include?: string[];
  exclude?: string[];
  mode?: 'append_only';
  unchanged_days?: number;
  diff?: boolean;
}
export const verify = (input: VerifyInput) => call(registered, '/api/audit/verify-path', { method: 'POST', body: input });
