import type { FindingDetail } from '../../../src/api/contract/index.ts';
import { Button, Menu, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSetStatus } from '../actions.tsx';
import { findingQuery } from '../api/queries.ts';
import { useMay } from '../may.ts';
import { useSearchState } from '../search-state.ts';
import { statusName, typeName } from '../words.ts';
import { EvidenceTab } from './finding-evidence.tsx';
import { HistoryTab, RawTab, RelationsTab } from './finding-tabs.tsx';
import { ChevronIcon, LinkIcon } from './icons.tsx';
import { MayButton } from './may.tsx';
import { Copy, Severity, Status } from './parts.tsx';
import { SidePanel } from './side-panel.tsx';
import { Loaded } from './states.tsx';
import { SuppressDialog } from './suppress-dialog.tsx';

function StatusMenu({ finding }: { finding: FindingDetail }) {
  const change = useSetStatus();
  const [isAsking, setAsking] = useState(false);
  const may = useMay('operate', 'change findings');
  if (!may.ok) return <MayButton what="change findings" variant="default">{statusName(finding.status)}</MayButton>;
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronIcon size={12} />} disabled={finding.status === 'resolved'}>
            <Status value={finding.status} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {finding.status === 'open' ? null : <Menu.Item onClick={() => change.mutate({ ids: [finding.id], status: 'open' })}>Reopen</Menu.Item>}
          {finding.status === 'in_progress' ? null : <Menu.Item onClick={() => change.mutate({ ids: [finding.id], status: 'in_progress' })}>Set in progress</Menu.Item>}
          {finding.status === 'suppressed' ? null : <Menu.Item onClick={() => setAsking(true)}>Suppress with a note</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <SuppressDialog isOpen={isAsking} onClose={() => setAsking(false)} onSuppress={(note) => change.mutate({ ids: [finding.id], status: 'suppressed', note })} />
    </>
  );
}

const tabs = ['evidence', 'history', 'relations', 'raw'] as const;

function Body({ finding }: { finding: FindingDetail }) {
  const [search, update] = useSearchState();
  const tab = tabs.find((each) => each === search['tab']) ?? 'evidence';
  return (
    <>
      <header className="panel-head">
        <p className="panel-kicker">
          <Severity value={finding.severity} />
          {finding.risk === null ? null : <span className={finding.risk === 'High' ? 'risk' : 'dim'}>{finding.risk} risk</span>}
          <span className="dim">{typeName(finding.resource.type)}</span>
        </p>
        <h2 className="panel-title">{finding.title}</h2>
        <p className="panel-id">
          <span className="breaks">{finding.resource.name}</span>
          <Copy text={finding.resource.id} what="the full id" />
        </p>
        <p className="dim panel-where">{finding.resource.region} · account {finding.resource.account}</p>
        {finding.note === null ? null : <p className="note">Note: {finding.note}</p>}
      </header>
      <Tabs value={tab} onChange={(next) => update({ tab: next === 'evidence' || next === null ? undefined : next }, { replace: true })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="evidence">Evidence</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="relations">Relations{finding.related.length === 0 ? '' : ` ${finding.related.length}`}</Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="evidence"><EvidenceTab finding={finding} /></Tabs.Panel>
        <Tabs.Panel value="history"><HistoryTab finding={finding} /></Tabs.Panel>
        <Tabs.Panel value="relations"><RelationsTab finding={finding} /></Tabs.Panel>
        <Tabs.Panel value="raw"><RawTab finding={finding} /></Tabs.Panel>
      </Tabs>
    </>
  );
}

export function FindingPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const finding = useQuery(findingQuery(id));
  return (
    <SidePanel
      label={finding.data === undefined ? 'Finding' : `${finding.data.title}: ${finding.data.resource.name}`}
      about={id}
      onClose={onClose}
      actions={finding.data === undefined ? null : (
        <>
          <StatusMenu finding={finding.data} />
          <Button variant="subtle" color="gray" renderRoot={(props) => <Link to="/inventory/resource" search={{ id: finding.data.resource.id }} {...props} />} leftSection={<LinkIcon size={14} />}>Resource</Button>
          <span className="panel-keys dim">J K to move</span>
        </>
      )}
    >
      <Loaded of={finding}>{(data) => <Body finding={data} />}</Loaded>
    </SidePanel>
  );
}
