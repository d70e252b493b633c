import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { z } from 'zod';
import { changesText } from '../audit-words.ts';
import { count } from '../format.ts';
import { onFileEvent } from '../live.ts';
import { Path } from './file-status.tsx';

const told = z.object({ id: z.string(), path: z.string(), status: z.string(), changes: z.array(z.string()).default([]), more: z.number().default(0) });
type Told = z.infer<typeof told>;

const titles: Record<string, string> = { tampered: 'File tampered with', missing: 'File is missing', added: 'New file in a watched folder', unreadable: 'File cannot be read any more' };
const atOnce = 3;
const stays = 20_000;
const moreId = 'tampered-more';

/** At most three toasts at once; what comes beside them is counted in a fourth. */
export function TamperToasts() {
  const navigate = useNavigate();
  useEffect(() => {
    const shown = new Set<string>();
    let more = 0;
    const close = (id: string): void => { shown.delete(id); };
    const open = (file: string, toast: string): void => {
      notifications.hide(toast);
      void navigate({ to: '/files', search: { file } });
    };
    const one = (file: Told): void => {
      const toast = `tampered-${file.id}`;
      const content = {
        id: toast,
        title: titles[file.status] ?? 'File changed',
        message: <><Path of={file.path} /><span className="toast-what">{changesText(file.changes)}</span><Button variant="light" color="red" mt={6} onClick={() => open(file.id, toast)}>Open</Button></>,
        color: 'red',
        withBorder: true,
        autoClose: stays,
        className: 'toast-bad',
        onClose: () => close(toast),
      };
      if (shown.has(toast)) return void notifications.update(content);
      shown.add(toast);
      return void notifications.show(content);
    };
    const rest = (): void => {
      const content = {
        id: moreId,
        title: `and ${count(more)} more`,
        message: <Button variant="light" color="red" mt={6} onClick={() => { notifications.hide(moreId); void navigate({ to: '/files', search: { status: 'tampered,missing,added,unreadable' } }); }}>Show them</Button>,
        color: 'red',
        withBorder: true,
        autoClose: stays,
        className: 'toast-bad',
        onClose: () => { more = 0; close(moreId); },
      };
      if (shown.has(moreId)) return void notifications.update(content);
      shown.add(moreId);
      return void notifications.show(content);
    };
    return onFileEvent((event) => {
      const file = told.safeParse(event.data);
      if (!file.success) return;
      const isKnown = shown.has(`tampered-${file.data.id}`);
      const room = [...shown].filter((id) => id !== moreId).length < atOnce;
      if (isKnown || room) one(file.data);
      else more += 1;
      more += file.data.more;
      if (more > 0) rest();
    });
  }, [navigate]);
  return null;
}
