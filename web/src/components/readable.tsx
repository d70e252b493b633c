import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '../may.ts';
import { LockedPanel } from './may.tsx';
import { PageHead } from './parts.tsx';

/** A page of the whole estate: who sees only their own is told so, and led there. */
export function Readable({ title, children }: { title: string; children: ReactNode }) {
  const may = useMay('read', 'see the whole estate');
  if (may.ok) return <>{children}</>;
  return (
    <div className="page page-form">
      <PageHead title={title} sub="Not for your role." />
      <LockedPanel reason={may.reason}><p className="dim">You see and register your own files.</p></LockedPanel>
      <Button component={Link} to="/files" size="sm">To your files</Button>
    </div>
  );
}
