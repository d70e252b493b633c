import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { severities, statusName, toneOf, type Severity as SeverityName, type Tone } from '../words.ts';
import { absolute } from '../format.ts';
import { CheckIcon, CopyIcon } from './icons.tsx';
import { Time } from './time.tsx';

const shapes: Record<SeverityName, ReactNode> = {
  critical: <path d="M6 0.8 11.2 6 6 11.2 0.8 6z" fill="currentColor" />,
  high: <path d="M6 1.2 11.2 10.600H0.800z" fill="currentColor" />,
  medium: <circle cx="6" cy="6" r="4.3" fill="currentColor" />,
  low: <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  informational: <circle cx="6" cy="6" r="1.8" fill="currentColor" />,
};

const isSeverity = (value: string): value is SeverityName => (severities as readonly string[]).includes(value);

/** Shape, colour and word: none of them alone. */
export function Severity({ value, withWord = true }: { value: string; withWord?: boolean }) {
  const name = isSeverity(value) ? value : 'informational';
  const word = name === 'informational' ? 'Info' : name.charAt(0).toUpperCase() + name.slice(1);
  return (
    <span className={`severity severity-${name}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" role={withWord ? 'presentation' : 'img'} aria-label={withWord ? undefined : word} aria-hidden={withWord ? true : undefined}>
        {shapes[name]}
      </svg>
      {withWord ? <span className="severity-word">{word}</span> : null}
    </span>
  );
}

const toneShapes: Record<Tone, ReactNode> = {
  good: <path d="m2.5 6.3 2.3 2.3 4.7-5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />,
  attention: <path d="M6 1.8 10.8 10.200H1.200z" fill="currentColor" />,
  bad: <path d="m3 3 6 6M9 3 3 9" stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" />,
  quiet: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
  busy: <circle cx="6" cy="6" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="15 9" className="spin" />,
};

export function ToneMark({ tone, size = 12 }: { tone: Tone; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" focusable="false" className={`tone-${tone}`}>
      {toneShapes[tone]}
    </svg>
  );
}

export function Status({ value, label }: { value: string; label?: string }) {
  const tone = toneOf(value);
  return (
    <span className={`status status-${tone}`}>
      <ToneMark tone={tone} size={11} />
      {label ?? statusName(value)}
    </span>
  );
}

export function Copy({ text, what }: { text: string; what: string }) {
  return (
    <CopyButton value={text} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={copied ? 'Copied' : `Copy ${what}`}>
            {copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** A command or a value to take away. */
export function CodeLine({ text, what = 'command' }: { text: string; what?: string }) {
  return (
    <div className="codeline">
      <code tabIndex={0}>{text}</code>
      <Copy text={text} what={what} />
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  flush?: boolean;
}

export function Card({ title, aside, children, className = '', flush = false }: CardProps) {
  return (
    <section className={`card ${flush ? 'card-flush' : ''} ${className}`}>
      {title === undefined ? null : (
        <header className="card-head">
          <h2>{title}</h2>
          {aside === undefined ? null : <div className="card-aside">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export function PageHead({ title, sub, actions }: { title: ReactNode; sub?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div className="page-head-words">
        <h1>{title}</h1>
        {sub === undefined ? null : <p className="page-sub">{sub}</p>}
      </div>
      {actions === undefined ? null : <div className="page-actions">{actions}</div>}
    </header>
  );
}

/** Name and value pairs. */
export function Facts({ items }: { items: [name: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Value({ of }: { of: unknown }) {
  if (of === null || of === undefined || of === '') return <span className="dim">none</span>;
  if (typeof of === 'boolean') return <span>{of ? 'yes' : 'no'}</span>;
  if (typeof of === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(of)) return <span>{absolute(of)} <span className="dim">(<Time at={of} />)</span></span>;
  if (typeof of === 'string' || typeof of === 'number') return <span className="breaks">{of}</span>;
  if (Array.isArray(of) && of.every((each) => typeof each !== 'object')) return of.length === 0 ? <span className="dim">none</span> : <span className="breaks">{of.join(', ')}</span>;
  return <pre className="inline-json">{JSON.stringify(of, null, 2)}</pre>;
}
