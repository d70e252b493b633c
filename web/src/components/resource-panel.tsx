import type { ResourceDetail } from '../../../src/api/contract/index.ts';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { resourceQuery } from '../api/queries.ts';
import { sentence, typeName } from '../words.ts';
import { Copy, Facts, Severity, Status, Value } from './parts.tsx';
import { SidePanel } from './side-panel.tsx';
import { Empty, Loaded } from './states.tsx';
import { Time } from './time.tsx';

function Findings({ resource }: { resource: ResourceDetail }) {
  if (resource.findings.length === 0) return <p className="dim">Every rule that was asked passes.</p>;
  return (
    <ul className="relations">
      {resource.findings.map((each) => (
        <li key={each.id}>
          <Link to="/findings" search={{ id: each.id, status: 'all', q: resource.name }}>{each.title}</Link>
          <span className="panel-kicker"><Severity value={each.severity} /> <Status value={each.status} /></span>
        </li>
      ))}
    </ul>
  );
}

function Details({ resource }: { resource: ResourceDetail }) {
  const tags = Object.entries(resource.tags);
  return (
    <div className="panel-tab">
      <h3>Findings</h3>
      <Findings resource={resource} />
      <section className="panel-section">
        <h3>Attributes</h3>
        <Facts items={Object.entries(resource.attributes).map(([name, value]) => [sentence(name), <Value key={name} of={value} />])} />
      </section>
      <section className="panel-section">
        <h3>Tags</h3>
        {tags.length === 0 ? <p className="dim">None</p> : <Facts items={tags.map(([name, value]) => [name, <Link key={name} to="/inventory" search={{ tag: `${name}=${value}` }} className="breaks">{value === '' ? '(empty)' : value}</Link>])} />}
      </section>
    </div>
  );
}

function Versions({ resource }: { resource: ResourceDetail }) {
  const versions = [...resource.versions].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1));
  return (
    <ol className="history panel-tab versions">
      {versions.map((version) => (
        <li key={version.valid_from}>
          <span className="version-dot" aria-hidden="true" />
          <div>
            <p>{version.valid_to === null ? 'Now' : 'Until'} {version.valid_to === null ? null : <Time at={version.valid_to} />} <span className="dim">· from <Time at={version.valid_from} /></span></p>
            <p className="dim">{version.changed.length === 0 ? 'First version seen' : `Changed: ${version.changed.join(', ')}`}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Relations({ resource }: { resource: ResourceDetail }) {
  if (resource.relations.length === 0) return <Empty title="No relations known">Nothing that was scanned points at it, and it points at nothing.</Empty>;
  return (
    <ul className="relations panel-tab">
      {resource.relations.map((each) => (
        <li key={`${each.kind}${each.id}${each.direction}`}>
          <span className="dim">{each.direction === 'out' ? sentence(each.kind) : `${sentence(each.kind)} (from it)`}</span>
          <Link to="/inventory" search={{ id: each.id }} className="breaks">{each.name ?? each.id}</Link>
          {each.type === null ? null : <span className="dim">{typeName(each.type)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Body({ resource }: { resource: ResourceDetail }) {
  return (
    <>
      <header className="panel-head">
        <p className="panel-kicker"><span className="dim">{typeName(resource.type)}</span>{resource.gone_at == null ? null : <span className="tone-bad">gone <Time at={resource.gone_at} /></span>}</p>
        <h2 className="panel-title breaks">{resource.name}</h2>
        <p className="panel-id panel-uid"><span className="breaks dim">{resource.id}</span><Copy text={resource.id} what="the full id" /></p>
        <p className="dim panel-where">{resource.region} · account {resource.account} · last seen <Time at={resource.last_seen} /></p>
      </header>
      <Tabs defaultValue="details" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="details">Details</Tabs.Tab>
          <Tabs.Tab value="versions">Versions {resource.versions.length}</Tabs.Tab>
          <Tabs.Tab value="relations">Relations {resource.relations.length}</Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details"><Details resource={resource} /></Tabs.Panel>
        <Tabs.Panel value="versions"><Versions resource={resource} /></Tabs.Panel>
        <Tabs.Panel value="relations"><Relations resource={resource} /></Tabs.Panel>
        <Tabs.Panel value="raw"><div className="panel-tab"><pre className="raw" tabIndex={0}>{JSON.stringify(resource, null, 2)}</pre></div></Tabs.Panel>
      </Tabs>
    </>
  );
}

export function ResourcePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const resource = useQuery(resourceQuery(id));
  return (
    <SidePanel label={resource.data?.name ?? 'Resource'} about={id} onClose={onClose} actions={<span className="dim">Resource <span className="panel-keys">· J K to move</span></span>}>
      <Loaded of={resource}>{(data) => <Body resource={data} />}</Loaded>
    </SidePanel>
  );
}
