import type { ReactNode } from 'react';
import { statusName } from '../words.ts';

const names: Record<string, string> = { registered: 'Registered', verified: 'Verified', tampered: 'Tampered', missing: 'Missing', added: 'Added', unreadable: 'Unreadable', accepted: 'Accepted', restored: 'Restored', removed: 'Not watched', completed: 'All verified' };
const tones: Record<string, string> = { registered: 'new', verified: 'good', tampered: 'tampered', missing: 'bad', added: 'attention', unreadable: 'attention', accepted: 'good', restored: 'good', removed: 'quiet', completed: 'good', partial: 'attention', failed: 'bad' };
const tick = <path d="m2.5 6.3 2.3 2.3 4.7-5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />;
const cross = <path d="m3 3 6 6M9 3 3 9" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />;
const shapes: Record<string, ReactNode> = {
  tampered: <path d="M6 0.8 11.2 6 6 11.2 0.8 6z" fill="currentColor" />,
  missing: cross,
  failed: cross,
  added: <path d="M6 2v8M2 6h8" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />,
  unreadable: <><circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.5" /><path d="m2.9 9.1 6.2-6.2" stroke="currentColor" strokeWidth="1.5" /></>,
  registered: <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  verified: tick, accepted: tick, restored: tick, completed: tick,
};

/** Shape, colour and word; what was tampered with is the one that is filled. */
export function FileBadge({ status, label }: { status: string; label?: string }) {
  return (
    <span className={`file-badge file-badge-${tones[status] ?? 'quiet'}`}>
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{shapes[status] ?? <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />}</svg>
      {label ?? names[status] ?? statusName(status)}
    </span>
  );
}

/** A path that keeps its end when there is no room: names differ there. */
export function Path({ of, className = '' }: { of: string; className?: string }) {
  const at = of.lastIndexOf('/');
  const cut = at <= 0 || of.length - at > 40 ? Math.max(0, of.length - 24) : at;
  return (
    <span className={`path ${className}`} title={of}>
      {cut === 0 ? null : <span className={at < 0 ? 'path-head path-head-plain' : 'path-head'}>{of.slice(0, cut)}</span>}
      <span className="path-tail">{of.slice(cut)}</span>
    </span>
  );
}
