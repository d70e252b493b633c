import type { ResourceDetail } from '../../../src/api/contract/index.ts';
import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { resourceQuery } from '../api/queries.ts';
import { Attributes, Raw, Relations, ResourceFindings, Tags, Versions } from '../inventory/resource-parts.tsx';
import { useTypeName } from '../inventory/type-names.ts';
import { Copy } from './parts.tsx';
import { SidePanel } from './side-panel.tsx';
import { Loaded } from './states.tsx';
import { Time } from './time.tsx';

function Details({ resource }: { resource: ResourceDetail }) {
  return (
    <div className="panel-tab">
      <h3>Findings</h3>
      <ResourceFindings resource={resource} />
      <section className="panel-section"><h3>Attributes</h3><Attributes resource={resource} /></section>
      <section className="panel-section"><h3>Tags</h3><Tags resource={resource} /></section>
    </div>
  );
}

function Body({ resource }: { resource: ResourceDetail }) {
  const typeName = useTypeName();
  return (
    <>
      <header className="panel-head">
        <p className="panel-kicker"><span className="dim">{resource.type_title ?? typeName(resource.type)}</span>{resource.gone_at == null ? null : <span className="tone-bad">gone <Time at={resource.gone_at} /></span>}</p>
        <h2 className="panel-title breaks">{resource.name}</h2>
        <p className="panel-id panel-uid"><span className="breaks dim">{resource.id}</span><Copy text={resource.id} what="the full id" /></p>
        <p className="dim panel-where">{resource.region} · account {resource.account} · last seen <Time at={resource.last_seen} /></p>
      </header>
      <Tabs defaultValue="details" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="details">Details</Tabs.Tab>
          <Tabs.Tab value="relations">Relations {resource.relations.length}</Tabs.Tab>
          <Tabs.Tab value="versions">History {resource.versions.length}</Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="details"><Details resource={resource} /></Tabs.Panel>
        <Tabs.Panel value="relations"><div className="panel-tab"><Relations resource={resource} /></div></Tabs.Panel>
        <Tabs.Panel value="versions"><div className="panel-tab"><Versions resource={resource} /></div></Tabs.Panel>
        <Tabs.Panel value="raw"><div className="panel-tab"><Raw resource={resource} /></div></Tabs.Panel>
      </Tabs>
    </>
  );
}

/** A quick look beside the list; its page has the map besides. */
export function ResourcePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const resource = useQuery(resourceQuery(id));
  return (
    <SidePanel
      label={resource.data?.name ?? 'Resource'}
      about={id}
      onClose={onClose}
      actions={<><Button variant="default" renderRoot={(props) => <Link to="/inventory/resource" search={{ id }} {...props} />}>Open its page</Button><span className="dim panel-keys">J K to move</span></>}
    >
      <Loaded of={resource}>{(data) => <Body key={data.id} resource={data} />}</Loaded>
    </SidePanel>
  );
}
