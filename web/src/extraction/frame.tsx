import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHead } from '../components/parts.tsx';

const tabs = [
  { to: '/extraction', label: 'Jobs' },
  { to: '/extraction/schedules', label: 'Schedules' },
  { to: '/extraction/transports', label: 'Transports' },
] as const;

interface FrameProps {
  here: (typeof tabs)[number]['to'];
  /** The answer to the question of the tab. */
  title: ReactNode;
  sub: ReactNode;
  actions: ReactNode;
  children: ReactNode;
}

/** The three sides of extraction: what was read, when, and to whom it goes. */
export function Frame({ here, title, sub, actions, children }: FrameProps) {
  return (
    <div className="page page-form">
      <PageHead title={title} sub={sub} actions={actions} />
      <nav className="views" aria-label="Extraction">
        {tabs.map(({ to, label }) => <Link key={to} to={to} activeOptions={{ exact: true }} className="view-link" aria-current={to === here ? 'page' : undefined}>{label}</Link>)}
      </nav>
      {children}
    </div>
  );
}
