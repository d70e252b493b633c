import type { ReactNode } from 'react';
import { Mark } from '../components/icons.tsx';
import { LightDark } from '../components/theme-button.tsx';

/** A page without the app around it: signing in, and what comes before. */
export function Entry({ title, sub, children, isWide = false }: { title: string; sub?: ReactNode; children: ReactNode; isWide?: boolean }) {
  return (
    <main className="entry" id="main">
      <div className={isWide ? 'entry-in entry-wide' : 'entry-in'}>
        <div className="entry-top"><p className="entry-brand"><Mark size={28} /> Roundsman</p><LightDark /></div>
        <section className="card entry-card">
          <h1>{title}</h1>
          {sub === undefined ? null : <p className="page-sub">{sub}</p>}
          {children}
        </section>
      </div>
    </main>
  );
}
