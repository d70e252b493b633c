import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { Gap } from '../audit-words.ts';
import { plural } from '../format.ts';
import { sentence } from '../words.ts';

/** What could not be looked at is said, never counted as good. */
export function GapsButton({ gaps }: { gaps: Gap[] }) {
  const [isOpen, setOpen] = useState(false);
  if (gaps.length === 0) return null;
  return (
    <>
      <button type="button" className="link-button tone-attention" onClick={() => setOpen(true)}>{plural(gaps.length, 'place')} could not be read</button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={`${plural(gaps.length, 'place')} could not be read`} size={560}>
        <p className="dim dialog-text">Nothing is known about these: they are neither good nor bad. Give the service the right to read them, or exclude them.</p>
        <ul className="gap-list">
          {gaps.map((gap) => <li key={`${gap.path}${gap.reason}`}><code className="breaks">{gap.path}</code><span className="dim">{gap.detail === '' ? sentence(gap.reason) : gap.detail}</span></li>)}
        </ul>
      </Modal>
    </>
  );
}
