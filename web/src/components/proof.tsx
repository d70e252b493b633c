import { Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { checkpointsQuery } from '../api/audit-queries.ts';
import { count, absolute } from '../format.ts';
import { useMay } from '../may.ts';
import { DownloadIcon, LockIcon } from './icons.tsx';
import { Manifests } from './manifests.tsx';
import { Card, CodeLine, Copy } from './parts.tsx';
import { Loaded, Rows } from './states.tsx';

function Export() {
  const may = useMay('administer', 'download the history');
  const button = <Button variant="default" component="a" {...(may.ok ? { href: '/api/v1/history/export', download: true } : { 'data-disabled': true, 'aria-disabled': true, role: 'link', tabIndex: 0 })} leftSection={may.ok ? <DownloadIcon size={14} /> : <LockIcon size={13} />}>Download history</Button>;
  return <Tooltip label={may.ok ? 'All of it, a line of JSON for each entry' : may.reason}>{button}</Tooltip>;
}

function Chain() {
  const checkpoints = useQuery(checkpointsQuery);
  return (
    <Card title="Proof" aside={<Export />}>
      <p className="help help-first">Every entry of the history is chained to the one before, and the head is signed with a key outside the store. Messages carry it too: compare.</p>
      <Loaded of={checkpoints} skeleton={<Rows count={2} />}>
        {({ head }) => (
          <dl className="facts gap-below">
            <div className="fact"><dt>Entries</dt><dd className="num">{count(head.position)}</dd></div>
            <div className="fact"><dt>Head</dt><dd className="inline"><code title={head.hash}>{head.hash.slice(0, 16)}…</code><Copy text={head.hash} what="the whole hash" /></dd></div>
            <div className="fact"><dt>Signed</dt><dd>{absolute(head.at)}</dd></div>
            <div className="fact"><dt>Public key</dt><dd className="inline"><code title={head.public_key}>{head.public_key.replaceAll(/-----[^-]+-----|\s/g, '').slice(0, 16)}…</code><Copy text={head.public_key} what="the public key" /></dd></div>
          </dl>
        )}
      </Loaded>
      <p className="field-label">Verify a download, on any machine</p>
      <CodeLine text="npx roundsman verify-history roundsman-history.jsonl" />
    </Card>
  );
}

/** What shows afterwards that nothing was rewritten, and what was announced before. */
export function Proof() {
  const may = useMay('read');
  if (!may.ok) return null;
  return <div className="grid-2 files-section"><Manifests /><Chain /></div>;
}
