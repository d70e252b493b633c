import type { Overview } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useScanNow } from '../actions.tsx';
import { providerNames } from '../extraction/words.ts';
import { connectionsQuery } from '../api/queries.ts';
import { Checklist } from './checklist.tsx';
import { CloudIcon, FilesIcon, PlayIcon } from './icons.tsx';
import { MayButton } from './may.tsx';
import { CodeLine, PageHead, Status } from './parts.tsx';

function ConnectCard() {
  const connections = useQuery(connectionsQuery);
  const scan = useScanNow();
  const clouds = connections.data?.items.filter((each) => each.provider !== 'files' && each.state !== 'disabled');
  const isConnected = clouds?.some((each) => each.state === 'connected') === true;
  return (
    <section className="card start-card">
      <span className="start-icon"><CloudIcon size={20} /></span>
      <h2>Connect a cloud</h2>
      {clouds === undefined ? <p className="dim">Looking for credentials on this machine.</p> : clouds.map((cloud) => <p key={cloud.provider}><Status value={cloud.state} /> <span className="dim breaks">{providerNames[cloud.provider]}: {cloud.message}</span></p>)}
      {isConnected ? (
        <MayButton what="run scans" onClick={() => scan.mutate()} loading={scan.isPending} leftSection={<PlayIcon size={14} />} className="start-action">Run the first scan</MayButton>
      ) : (
        <>
          <p className="dim">Roundsman uses the credentials that the command lines of AWS, Azure and Google Cloud use, and only reads.</p>
          <Button component={Link} to="/settings/connections" variant="default" className="start-action">See how to connect</Button>
        </>
      )}
    </section>
  );
}

/** Nothing has run yet: three ways on. */
export function FirstStart({ data }: { data: Overview }) {
  return (
    <>
      <PageHead title="Nothing has been scanned yet" sub="Pick a way to start. The first findings come a minute or so after." />
      <div className="start">
        <ConnectCard />
        <section className="card start-card">
          <span className="start-icon"><PlayIcon size={20} /></span>
          <h2>Explore the demo</h2>
          <p className="dim">A simulated estate on this machine: a whole round with findings and messages, no account needed. Stop the service, then run this in its folder:</p>
          <CodeLine text="npm run demo" />
        </section>
        <section className="card start-card">
          <span className="start-icon"><FilesIcon size={20} /></span>
          <h2>Watch files</h2>
          <p className="dim">Keeps a fingerprint of each file you name, looks again every few minutes, and tells you when one is no longer as you accepted it.</p>
          <Button component={Link} to="/files" variant="default" className="start-action">Choose files</Button>
        </section>
      </div>
      <Checklist items={data.checklist} always />
    </>
  );
}
