import { Button, Menu, Tabs, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fileQuery, historyQuery } from '../api/audit-queries.ts';
import { findingsQuery } from '../api/queries.ts';
import { useRestore, useStopWatching } from '../audit-actions.tsx';
import { changesText, isWrong, kindNames, triggers, type AuditFileDetail } from '../audit-words.ts';
import { plural } from '../format.ts';
import { useMay, useMayAnswer } from '../may.ts';
import { useSearchState } from '../search-state.ts';
import { AcceptDialog, StopDialog } from './accept-dialog.tsx';
import { useActorNames } from './actor.tsx';
import { badgeOf } from './audit-history.tsx';
import { FileChanges } from './file-changes.tsx';
import { FileBadge } from './file-status.tsx';
import { MoreIcon } from './icons.tsx';
import { LockedButton } from './may.tsx';
import { Copy } from './parts.tsx';
import { SidePanel } from './side-panel.tsx';
import { Empty, Loaded } from './states.tsx';
import { Time } from './time.tsx';

function HistoryTab({ id }: { id: string }) {
  const list = useInfiniteQuery(historyQuery({ file_id: id }));
  const nameOf = useActorNames();
  return (
    <Loaded of={list}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.history);
        if (rows.length === 0) return <Empty title="Nothing yet">It is as it was when it was registered with its folder. Changes will stand here.</Empty>;
        return (
          <>
            <ol className="history file-history panel-tab">
              {rows.map((row) => (
                <li key={row.id}>
                  <FileBadge status={badgeOf(row)} />
                  <div>
                    <p>{isWrong(row.status) ? changesText(row.changes) : row.actor === undefined ? triggers[row.trigger] : `by ${nameOf(row.actor)}`} <span className="dim">· <Time at={row.checked_at} /></span></p>
                    {row.note === undefined ? null : <p className="dim breaks">{row.note}</p>}
                  </div>
                </li>
              ))}
            </ol>
            {list.hasNextPage ? <Button mt={12} variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older ones</Button> : null}
          </>
        );
      }}
    </Loaded>
  );
}

/** The finding that a rule made of it. */
function FindingLink({ file }: { file: AuditFileDetail }) {
  const may = useMay('read');
  const isAsked = may.ok && isWrong(file.status);
  const findings = useInfiniteQuery({ ...findingsQuery({ type: 'files:host:file', q: file.path, status: 'open,in_progress' }, '-severity'), enabled: isAsked });
  const finding = findings.data?.pages[0]?.items.find((each) => each.resource.name === file.path);
  return finding === undefined ? null : <p className="panel-where">Finding: <Link to="/findings" search={{ id: finding.id, type: 'files:host:file' }}>{finding.title}</Link></p>;
}

function Body({ file }: { file: AuditFileDetail }) {
  const [search, update] = useSearchState();
  const tab = search['tab'] === 'history' ? 'history' : search['tab'] === 'raw' ? 'raw' : 'changes';
  const name = file.path.split('/').at(-1) ?? file.path;
  return (
    <>
      <header className="panel-head">
        <p className="panel-kicker"><FileBadge status={file.status} /> {file.since === null ? <span className="dim">{file.checked_at === null ? 'not checked yet' : <>checked <Time at={file.checked_at} /></>}</span> : <span className="dim">since <Time at={file.since} /></span>}</p>
        <h2 className="panel-title breaks">{name}</h2>
        <p className="panel-id"><code className="breaks">{file.path}</code><Copy text={file.path} what="the path" /></p>
        <p className="dim panel-where">{file.root.kind === 'folder' ? <>Watched with <code className="breaks">{file.root.path}</code></> : (kindNames as Record<string, string>)[file.root.kind]}{file.root.audit === 'file-audit' ? '' : `, audit ${file.root.audit}`}</p>
        <FindingLink file={file} />
      </header>
      <Tabs value={tab} onChange={(next) => update({ tab: next === 'changes' || next === null ? undefined : next }, { replace: true })} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="changes">{isWrong(file.status) ? 'What changed' : 'As accepted'}</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="raw">Raw</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="changes"><FileChanges file={file} /></Tabs.Panel>
        <Tabs.Panel value="history"><HistoryTab id={file.id} /></Tabs.Panel>
        <Tabs.Panel value="raw"><div className="panel-tab"><pre className="raw" tabIndex={0}>{JSON.stringify(file, null, 2)}</pre></div></Tabs.Panel>
      </Tabs>
    </>
  );
}

function Actions({ file, onClose }: { file: AuditFileDetail; onClose: () => void }) {
  const [asking, setAsking] = useState<'accept' | 'stop' | null>(null);
  const [, update] = useSearchState();
  const restore = useRestore();
  const stop = useStopWatching(onClose);
  const done = (): void => setAsking(null);
  const may = useMayAnswer(file.may_answer);
  if (!may.ok) return isWrong(file.status) ? <LockedButton reason={may.reason}>Accept…</LockedButton> : <span className="dim">File</span>;
  return (
    <>
      {isWrong(file.status) ? <Button onClick={() => setAsking('accept')}>Accept…</Button> : null}
      {file.can_restore && isWrong(file.status) ? <Tooltip label="Puts back what was uploaded"><Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(file.id)}>Restore</Button></Tooltip> : null}
      {file.alert_id === null ? null : <Button variant="subtle" color="gray" onClick={() => update({ alert: file.alert_id ?? undefined, status: undefined, q: undefined, root_id: undefined })}>Same cause</Button>}
      <Menu position="bottom-end">
        <Menu.Target><Button variant="subtle" color="gray" px={8} aria-label="More actions"><MoreIcon /></Button></Menu.Target>
        <Menu.Dropdown><Menu.Item color="red" onClick={() => setAsking('stop')}>Stop watching this file</Menu.Item></Menu.Dropdown>
      </Menu>
      {asking === 'accept' ? <AcceptDialog what={{ ids: [file.id] }} total={1} paths={[file.path]} onClose={done} /> : null}
      {asking === 'stop' ? <StopDialog path={file.path} words={file.root.kind === 'folder' ? `It is left out of ${file.root.path} from now on.` : 'It is not checked any more.'} onClose={done} isBusy={stop.isPending} onStop={() => stop.mutate(file.id)} /> : null}
    </>
  );
}

export function FilePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const file = useQuery(fileQuery(id));
  return (
    <SidePanel label={file.data === undefined ? 'File' : `File ${file.data.path}`} about={id} onClose={onClose} actions={file.data === undefined ? null : <><Actions file={file.data} onClose={onClose} /><span className="panel-keys dim">J K to move</span></>}>
      <Loaded of={file}>{(data) => <Body file={data} />}</Loaded>
    </SidePanel>
  );
}

export const filesTitle = (wrong: number, total: number): string => (wrong === 0 ? (total === 1 ? 'Your one file is as you accepted it' : `All ${plural(total, 'file')} are as you accepted them`) : `${wrong === 1 && total === 1 ? 'Your one file is' : `${wrong.toLocaleString('en-US')} of ${plural(total, 'file')} ${wrong === 1 ? 'is' : 'are'}`} not as you accepted ${total === 1 ? 'it' : 'them'}`);
