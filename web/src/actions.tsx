import * as c from '../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { ApiError, call } from './api/client.ts';

export function told(title: string, message?: string): void {
  notifications.hide(title);
  notifications.show({ id: title, title, message: message ?? '', color: 'indigo', withBorder: true });
}

export function failed(error: unknown): void {
  const title = error instanceof ApiError ? error.problem.title : "That didn't work";
  const fields = error instanceof ApiError ? error.problem.errors.map((each) => `${each.field}: ${each.message}`).join('; ') : '';
  const detail = error instanceof Error ? error.message : 'Try again.';
  notifications.show({ title, message: fields === '' || detail.includes(fields) ? detail : `${detail} ${fields}`, color: 'red', withBorder: true, autoClose: 12_000 });
}

/** A change on the service, and the answers it makes old. */
export function useChange<Input, Output>(run: (input: Input) => Promise<Output>, stale: string[], onDone?: (output: Output, input: Input) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onError: failed,
    onSuccess: (output, input) => {
      for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
      onDone?.(output, input);
    },
  });
}

/** Calls that start a run name it by one of these. */
export const started = z.object({ id: z.string().optional(), run_id: z.string().optional(), task_id: z.string().optional() });
export const runIdOf = (answer: z.infer<typeof started>): string => answer.id ?? answer.run_id ?? answer.task_id ?? '';
/** Where only the success matters. */
export const anything = z.unknown();

/** Starts a scan of all that is configured and shows it. */
export function useScanNow() {
  const navigate = useNavigate();
  return useChange(
    () => call(started, '/api/v1/runs', { method: 'POST', body: { source: 'dashboard' } }),
    ['runs', 'overview', 'session'],
    (answer) => {
      told('Scan started', 'You can watch it fill in here, or go on: it runs by itself.');
      void navigate({ to: '/runs/$runId', params: { runId: runIdOf(answer) } });
    },
  );
}

export type SettableStatus = 'open' | 'in_progress' | 'suppressed';
const done: Record<SettableStatus, string> = { open: 'reopened', in_progress: 'set in progress', suppressed: 'suppressed' };

/** Sets the status of findings; the toast takes it back. */
export function useSetStatus() {
  const client = useQueryClient();
  const refresh = (): void => {
    for (const key of ['findings', 'finding', 'overview', 'session', 'rules']) void client.invalidateQueries({ queryKey: [key] });
  };
  const send = (ids: string[], status: SettableStatus, note?: string) =>
    call(c.findingBulkResult, '/api/v1/findings/bulk', { method: 'POST', body: { ids, status, ...(note === undefined || note === '' ? {} : { note }) } });

  const undo = async (changed: { id: string; previous: string }[], toast: string): Promise<void> => {
    notifications.hide(toast);
    const before = Map.groupBy(changed, (each) => each.previous);
    try {
      for (const [status, list] of before) {
        // A resolved finding comes back by itself at the next scan if it is still there.
        const settable = status === 'resolved' ? 'open' : (status as SettableStatus);
        await send(list.map((each) => each.id), settable, 'undone');
      }
      told('Taken back');
    } catch (error) {
      failed(error);
    }
    refresh();
  };

  return useMutation({
    mutationFn: ({ ids, status, note }: { ids: string[]; status: SettableStatus; note?: string }) => send(ids, status, note),
    onError: failed,
    onSuccess: ({ changed }, { status }) => {
      refresh();
      const toast = `status-${Date.now()}`;
      notifications.show({
        id: toast,
        title: `${changed.length} ${changed.length === 1 ? 'finding' : 'findings'} ${done[status]}`,
        message: <Button variant="light" mt={6} onClick={() => void undo(changed, toast)}>Undo</Button>,
        color: 'indigo',
        withBorder: true,
        autoClose: 10_000,
      });
    },
  });
}
