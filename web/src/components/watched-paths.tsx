import { ActionIcon, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { rootsQuery } from '../api/audit-queries.ts';
import { useRemoveRoot } from '../audit-actions.tsx';
import { kindNames, type WatchedRoot } from '../audit-words.ts';
import { count, plural } from '../format.ts';
import type { Search } from '../search-state.ts';
import { listed } from '../words.ts';
import { StopDialog } from './accept-dialog.tsx';
import { ExcludeDialog } from './exclude-dialog.tsx';
import { Path } from './file-status.tsx';
import { GapsButton } from './gaps-list.tsx';
import { FilesIcon, FolderIcon, MoreIcon, UploadIcon } from './icons.tsx';
import { Card, Status } from './parts.tsx';
import { Empty, Loaded } from './states.tsx';
import { TimeOrNever } from './time.tsx';

const icons = { file: <FilesIcon size={15} />, folder: <FolderIcon size={15} />, upload: <UploadIcon size={15} /> };

/** `without 2 patterns, append-only` */
function wordsOf(root: WatchedRoot): string {
  return listed([
    ...(root.kind === 'folder' && !root.recursive ? ['this folder only'] : []),
    ...(root.include.length === 0 ? [] : [`only ${root.include.join(', ')}`]),
    ...(root.exclude.length === 0 ? [] : [`without ${root.exclude.length > 2 ? plural(root.exclude.length, 'pattern') : root.exclude.join(', ')}`]),
    ...(root.mode === 'append_only' ? ['may only grow'] : []),
    ...(root.unchanged_days === null ? [] : [`expected to change within ${plural(root.unchanged_days, 'day')}`]),
    ...(root.diff ? [] : ['content never shown']),
    ...(root.audit === 'file-audit' ? [] : [`audit ${root.audit}`]),
  ]);
}

function RootRow({ root }: { root: WatchedRoot }) {
  const [asking, setAsking] = useState<'exclude' | 'stop' | null>(null);
  const remove = useRemoveRoot();
  const words = wordsOf(root);
  const done = (): void => setAsking(null);
  return (
    <tr>
      <td className="root-path"><span className="root-name"><span className="dim" title={kindNames[root.kind]}>{icons[root.kind]}<span className="visually-hidden">{kindNames[root.kind]} </span></span><Path of={root.path} /></span>{words === '' ? null : <span className="cell-sub">{words}</span>}<GapsButton gaps={root.gaps} /><span className="cell-sub only-sm">swept <TimeOrNever at={root.last_sweep_at} /></span></td>
      <td className="right num nowrap">{root.state === 'registering' ? <Status value="running" label="Reading" /> : <Link to="/files" search={(previous: Search) => ({ ...previous, root_id: root.id, status: undefined, alert: undefined, q: undefined })} resetScroll={false} aria-label={`${plural(root.files, 'file')} of ${root.path}`}>{count(root.files)}</Link>}</td>
      <td className="nowrap dim from-sm"><TimeOrNever at={root.last_sweep_at} /></td>
      <td className="nowrap dim from-md"><TimeOrNever at={root.last_full_at} /></td>
      <td className="right root-menu">
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${root.path}`}><MoreIcon /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {root.kind === 'folder' ? <Menu.Item onClick={() => setAsking('exclude')}>Leave files out…</Menu.Item> : null}
            <Menu.Item color="red" onClick={() => setAsking('stop')}>Stop watching…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {asking === 'exclude' ? <ExcludeDialog root={root} onClose={done} /> : null}
        {asking === 'stop' ? <StopDialog path={root.path} words={root.kind === 'folder' ? `Its ${plural(root.files, 'file')} ${root.files === 1 ? 'is' : 'are'} not checked any more.` : 'It is not checked any more.'} onClose={done} isBusy={remove.isPending} onStop={() => remove.mutate(root.id)} /> : null}
      </td>
    </tr>
  );
}

const atOnce = 8;

/** What was registered, each with when it was looked at and what could not be seen. */
export function WatchedPaths() {
  const roots = useQuery(rootsQuery);
  const [isAll, setAll] = useState(false);
  const list = roots.data?.roots ?? [];
  const shown = isAll ? list : list.slice(0, atOnce);
  return (
    <section aria-label="Watched paths" className="files-section">
      <header className="section-head"><h2>Watched paths</h2></header>
      <Card flush>
        <Loaded of={roots}>
          {() => list.length === 0 ? <Empty title="None">What you register above is listed here.</Empty> : (
            <table className="table table-history">
              <thead><tr><th>Path</th><th className="right">Files</th><th className="from-sm">Swept</th><th className="from-md">Every byte compared</th><th><span className="visually-hidden">Actions</span></th></tr></thead>
              <tbody>{shown.map((root) => <RootRow key={root.id} root={root} />)}</tbody>
            </table>
          )}
        </Loaded>
      </Card>
      {list.length > shown.length ? <p className="list-foot"><button type="button" className="link-button" onClick={() => setAll(true)}>Show all {count(list.length)}</button></p> : null}
    </section>
  );
}
