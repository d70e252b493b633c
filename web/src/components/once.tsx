import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeLine } from './parts.tsx';

/** A secret that is shown now and never again. */
export function Once({ title, text, what, children, onDone }: { title: string; text: string; what: string; children?: ReactNode; onDone: () => void }) {
  return (
    <div className="once" role="status">
      <p><strong>{title}</strong> It is shown only now.</p>
      <CodeLine text={text} what={what} />
      {children}
      <div><Button variant="default" onClick={onDone}>I have kept it</Button></div>
    </div>
  );
}
