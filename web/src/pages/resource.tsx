import type { ResourceDetail } from '../../../src/api/contract/index.ts';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { resourceQuery } from '../api/queries.ts';
import { Card, Copy, Status } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { DependencyMap } from '../inventory/dependency-map.tsx';
import { Attributes, Raw, Relations, ResourceFindings, Tags, Versions } from '../inventory/resource-parts.tsx';
import { useTypeName } from '../inventory/type-names.ts';
import { plural } from '../format.ts';
import { useSearchState } from '../search-state.ts';

/** A thing that is gone keeps its page, and says so first. */
function Head({ resource }: { resource: ResourceDetail }) {
  const typeName = useTypeName();
  const open = resource.findings.filter(({ status }) => status === 'open' || status === 'in_progress').length;
  const facts: [string, React.ReactNode][] = [
    ['Account', <Link key="a" to="/inventory" search={{ account: resource.account }} className="num">{resource.account}</Link>],
    ['Region', <Link key="r" to="/inventory" search={{ region: resource.region }}>{resource.region}</Link>],
    ['First seen', <Time key="f" at={resource.first_seen} />],
    [resource.gone_at == null ? 'Last seen' : 'Gone since', <Time key="l" at={resource.gone_at ?? resource.last_seen} />],
    ['Findings', open === 0 ? <span key="o" className="tone-good">none open</span> : <span key="o" className="tone-attention">{plural(open, 'open finding', 'open findings')}</span>],
  ];
  return (
    <header className="resource-head">
      <p className="panel-kicker"><Link to="/inventory" search={{ type: resource.type }}>{resource.type_title ?? typeName(resource.type)}</Link>{resource.gone_at == null ? null : <span className="gone-badge"><Status value="failed" label="Gone" /></span>}</p>
      <h1 className="breaks">{resource.name}</h1>
      <p className="panel-id panel-uid"><code className="breaks dim">{resource.id}</code><Copy text={resource.id} what="the full id" /></p>
      <dl className="resource-facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </header>
  );
}

function Content({ resource }: { resource: ResourceDetail }) {
  return (
    <>
      <Head resource={resource} />
      <DependencyMap resource={resource} />
      <div className="resource-grid">
        <div className="resource-main">
          <Card title="Attributes" aside={<span className="inline">{plural(Object.keys(resource.attributes).length, 'attribute')} <Copy text={JSON.stringify(resource.attributes, null, 2)} what="all attributes as JSON" /></span>}><Attributes resource={resource} /></Card>
          <Card title="History" aside={plural(resource.versions.length, 'version')}><Versions resource={resource} /></Card>
          <Card title="Raw answer"><Raw resource={resource} /></Card>
        </div>
        <div className="resource-side">
          <Card title="Findings"><ResourceFindings resource={resource} /></Card>
          <Card title="Tags"><Tags resource={resource} /></Card>
          <div id="relations"><Card title="Relations" aside={resource.relations.length === 0 ? null : 'both ways'}><Relations resource={resource} /></Card></div>
        </div>
      </div>
    </>
  );
}

/** What is this, what hangs on it, and what changed? */
export function ResourcePage() {
  const [search] = useSearchState();
  const id = search['id'] ?? '';
  const resource = useQuery({ ...resourceQuery(id), enabled: id !== '' });
  return (
    <div className="page page-form">
      <p className="crumb"><Link to="/inventory">Inventory</Link> <span aria-hidden="true">/</span> <span className="dim">{resource.data?.name ?? 'resource'}</span></p>
      {id === '' ? <Empty title="No resource is named">Open one from the inventory.</Empty> : <Loaded of={resource} skeleton={<><Skeleton height={28} width="40%" mb={12} /><Skeleton height={72} mb={16} /><Skeleton height={220} mb={16} /><Skeleton height={320} /></>}>{(data) => <Content key={data.id} resource={data} />}</Loaded>}
    </div>
  );
}
