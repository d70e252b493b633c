import type { FindingDetail } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { sentence, typeName } from '../words.ts';
import { Copy, Facts, ToneMark, Value } from './parts.tsx';
import { Empty } from './states.tsx';
import { Time } from './time.tsx';

const eventWords = { opened: 'Opened', seen: 'Seen again', resolved: 'Resolved', reopened: 'Reopened', status_changed: 'Status changed' };
const eventTones = { opened: 'attention', seen: 'quiet', resolved: 'good', reopened: 'attention', status_changed: 'busy' } as const;

export function HistoryTab({ finding }: { finding: FindingDetail }) {
  const events = [...finding.history].sort((a, b) => (a.at < b.at ? 1 : -1));
  return (
    <ol className="history panel-tab">
      {events.map((event) => (
        <li key={`${event.at}${event.kind}`}>
          <ToneMark tone={eventTones[event.kind]} />
          <div>
            <p>
              {eventWords[event.kind]}
              {event.actor === null ? '' : ` by ${event.actor}`} <span className="dim">· <Time at={event.at} /></span>
            </p>
            {event.note === null ? null : <p className="dim">{event.note}</p>}
            {event.run_id === null ? null : <p><Link to="/runs/$runId" params={{ runId: event.run_id }}>the run that saw it</Link></p>}
          </div>
        </li>
      ))}
    </ol>
  );
}

export function RelationsTab({ finding }: { finding: FindingDetail }) {
  if (finding.related.length === 0) return <Empty title="No relations known">Nothing that was scanned points at this resource, and it points at nothing.</Empty>;
  return (
    <ul className="relations panel-tab">
      {finding.related.map((each) => (
        <li key={`${each.relation}${each.id}`}>
          <span className="dim">{each.direction === 'out' ? sentence(each.relation) : `${sentence(each.relation)} (from it)`}</span>
          <Link to="/inventory/resource" search={{ id: each.id }} className="breaks">{each.name}</Link>
          <span className="dim">{typeName(each.type)} · {each.region}</span>
        </li>
      ))}
    </ul>
  );
}

export function RawTab({ finding }: { finding: FindingDetail }) {
  const raw = JSON.stringify(finding, null, 2);
  const tags = Object.entries(finding.resource_tags);
  return (
    <div className="panel-tab">
      <section className="panel-section">
        <h3>Tags</h3>
        {tags.length === 0 ? <p className="dim">None</p> : <Facts items={tags.map(([name, value]) => [name, <Value key={name} of={value} />])} />}
      </section>
      <section className="panel-section">
        <h3>All of it, as the API answers <Copy text={raw} what="the JSON" /></h3>
        <pre className="raw" tabIndex={0}>{raw}</pre>
      </section>
    </div>
  );
}
