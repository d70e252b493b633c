import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { RefreshIcon } from './icons.tsx';

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}

/** Says why there is nothing, and what to do about it. */
export function Empty({ title, children, action, icon }: EmptyProps) {
  return (
    <div className="empty">
      {icon === undefined ? null : <span className="empty-icon">{icon}</span>}
      <p className="empty-title">{title}</p>
      {children === undefined ? null : <div className="empty-text">{children}</div>}
      {action === undefined ? null : <div className="empty-action">{action}</div>}
    </div>
  );
}

export function PageError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const title = error instanceof ApiError ? error.problem.title : "This part couldn't be shown";
  const detail = error instanceof Error ? error.message : 'Reload the page.';
  return (
    <div className="empty" role="alert">
      <p className="empty-title">{title}</p>
      <p className="empty-text">{detail}</p>
      <div className="empty-action">
        <Button variant="default" onClick={onRetry} leftSection={<RefreshIcon />}>
          Try again
        </Button>
      </div>
    </div>
  );
}

export function Rows({ count = 8, height = 40 }: { count?: number; height?: number }) {
  return (
    <div className="skeleton-rows" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height - 14} my={7} />
      ))}
    </div>
  );
}

interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** One of: what was asked for, a skeleton of its shape, or why it failed with a way to try again. */
export function Loaded<Data>({ of, skeleton, children }: { of: Asked<Data>; skeleton?: ReactNode; children: (data: Data) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.error !== null && of.error !== undefined) return <PageError error={of.error} onRetry={() => void of.refetch()} />;
  return <>{skeleton ?? <Rows />}</>;
}
