import { Button, CloseButton, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { upload } from '../api/upload.ts';
import { bytes, plural } from '../format.ts';
import { adoptRows } from '../steady-rows.ts';
import { FileBadge } from './file-status.tsx';
import { UploadIcon } from './icons.tsx';

interface Item {
  key: string;
  file: File;
  share: number;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  status: string;
  message: string;
}

const atOnce = 2;

function useUploads() {
  const client = useQueryClient();
  const [items, setItems] = useState<Item[]>([]);
  const queue = useRef<Item[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const change = (key: string, patch: Partial<Item>): void => setItems((list) => list.map((each) => (each.key === key ? { ...each, ...patch } : each)));

  async function send(item: Item): Promise<void> {
    const abort = new AbortController();
    running.current.set(item.key, abort);
    change(item.key, { state: 'sending' });
    try {
      const answer = await upload(item.file, (share) => change(item.key, { share }), abort.signal);
      change(item.key, { state: 'done', share: 1, status: 'files' in answer ? (answer.files[0]?.status ?? 'registered') : 'registered' });
    } catch (error) {
      change(item.key, { state: 'failed', message: error instanceof Error ? error.message : 'Try again.' });
    }
    running.current.delete(item.key);
    next();
    if (running.current.size === 0) {
      adoptRows();
      void client.invalidateQueries({ queryKey: ['audit'] });
    }
  }
  function next(): void {
    while (running.current.size < atOnce) {
      const item = queue.current.shift();
      if (item === undefined) return;
      void send(item);
    }
  }
  return {
    items,
    add(files: Iterable<File>): void {
      const fresh = [...files].map((file, index): Item => ({ key: `${Date.now()}-${index}-${file.name}`, file, share: 0, state: 'waiting', status: '', message: '' }));
      setItems((list) => [...fresh, ...list]);
      queue.current.push(...fresh);
      next();
    },
    remove(key: string): void {
      running.current.get(key)?.abort();
      queue.current = queue.current.filter((each) => each.key !== key);
      setItems((list) => list.filter((each) => each.key !== key));
    },
  };
}

function UploadItem({ item, onRemove }: { item: Item; onRemove: () => void }) {
  return (
    <li className="upload-item">
      <span className="upload-name cut" title={item.file.name}>{item.file.name}</span>
      <span className="dim num nowrap">{bytes(item.file.size)}</span>
      {item.state === 'done' ? <FileBadge status={item.status} /> : null}
      {item.state === 'failed' ? <span className="tone-bad nowrap">Not taken</span> : null}
      {item.state === 'waiting' ? <span className="dim nowrap">Waiting</span> : null}
      {item.state === 'sending' ? <span className="dim num nowrap">{Math.round(item.share * 100)} %</span> : null}
      <CloseButton size="xs" aria-label={item.state === 'sending' || item.state === 'waiting' ? `Stop sending ${item.file.name}` : `Take ${item.file.name} off this list`} onClick={onRemove} />
      {item.state === 'sending' ? <Progress className="upload-bar" value={item.share * 100} size={3} aria-label={`${item.file.name}: ${Math.round(item.share * 100)} percent sent`} /> : null}
      {item.state === 'failed' ? <span className="upload-message tone-bad" role="alert">{item.message}</span> : null}
    </li>
  );
}

export function UploadZone() {
  const { items, add, remove } = useUploads();
  const [isOver, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  const left = items.filter((each) => each.state === 'sending' || each.state === 'waiting').length;
  return (
    <>
      <div className="drop" data-over={isOver} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={onDrop}>
        <UploadIcon size={20} />
        <p>Drop files here, or</p>
        <Button variant="default" onClick={() => field.current?.click()}>Choose files</Button>
        <input ref={field} type="file" multiple className="visually-hidden" tabIndex={-1} aria-label="Choose files to upload" onChange={(event) => { add(event.currentTarget.files ?? []); event.currentTarget.value = ''; }} />
      </div>
      <p className="help">A copy is kept here and watched, so that it can be put back when it is changed.</p>
      {items.length === 0 ? null : (
        <>
          <p className="visually-hidden" role="status">{left === 0 ? `${plural(items.length, 'file')} sent` : `${plural(left, 'file')} left to send`}</p>
          <ul className="uploads">{items.map((item) => <UploadItem key={item.key} item={item} onRemove={() => remove(item.key)} />)}</ul>
        </>
      )}
    </>
  );
}
