import type { Connection } from '../../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { anything, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { connectionsQuery } from '../api/queries.ts';
import { AwsMark, CloudIcon } from './icons.tsx';
import { MayButton } from './may.tsx';
import { Card, CodeLine, Facts, Status } from './parts.tsx';
import { Loaded, Rows } from './states.tsx';
import { Time } from './time.tsx';
import { plural } from '../format.ts';
import { Ticks } from './ticks.tsx';

const names: Record<Connection['provider'], string> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', files: 'Files' };

function Accounts({ connection }: { connection: Connection }) {
  if (connection.accounts.length === 0) return null;
  return (
    <ul className="accounts">
      {connection.accounts.map((account) => (
        <li key={account.id}>
          <Link to="/findings" search={{ account: account.id }}>{account.name ?? account.id}</Link>
          {account.name === null ? null : <span className="dim num">{account.id}</span>}
          {account.role_arn === null ? null : <span className="dim breaks">through {account.role_arn}</span>}
        </li>
      ))}
    </ul>
  );
}

function HowToConnectAzure() {
  return (
    <div className="how">
      <h3>How to connect Azure</h3>
      <ol>
        <li>Give an application or identity the roles that read, at the management group. This prints them: <CodeLine text="npx roundsman permissions azure" /></li>
        <li>Sign in on this machine: <CodeLine text="az login" /> or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET. A certificate, workload identity and managed identity work too.</li>
        <li>Start Roundsman with it: <CodeLine text="ENABLED_PROVIDERS=aws,azure npm start" /></li>
      </ol>
    </div>
  );
}

function HowToConnectGoogle() {
  return (
    <div className="how">
      <h3>How to connect Google Cloud</h3>
      <ol>
        <li>Give a service account or yourself the roles that read, at the organisation. This prints them: <CodeLine text="npx roundsman permissions gcp" /></li>
        <li>Sign in on this machine: <CodeLine text="gcloud auth application-default login" /> or set GOOGLE_APPLICATION_CREDENTIALS to a key or federation file.</li>
        <li>Start Roundsman with it: <CodeLine text="ENABLED_PROVIDERS=aws,gcp npm start" /></li>
      </ol>
    </div>
  );
}

function HowToConnectAws() {
  return (
    <div className="how">
      <h3>How to connect AWS</h3>
      <ol>
        <li>Give a user or role on AWS permission to read. This prints the least it needs, as a policy to paste: <CodeLine text="npx roundsman permissions aws" /></li>
        <li>Sign in on this machine the way your AWS command line does: <CodeLine text="aws configure sso" /></li>
        <li>Start Roundsman with that profile, then check below: <CodeLine text="AWS_PROFILE=my-profile npm start" /></li>
      </ol>
    </div>
  );
}

function ConnectionCard({ connection }: { connection: Connection }) {
  const check = useChange(() => call(anything, `/api/v1/connections/${connection.provider}/check`, { method: 'POST', body: {} }), ['connections', 'overview']);
  const isAws = connection.provider === 'aws';
  const isOff = connection.state === 'disabled';
  const HowToConnect = { aws: HowToConnectAws, azure: HowToConnectAzure, gcp: HowToConnectGoogle, files: () => null }[connection.provider];
  const regions = connection.regions;
  return (
    <Card
      className="gap-below"
      title={<span className="inline">{isAws ? <AwsMark /> : <CloudIcon />} {names[connection.provider]}</span>}
      aside={<span className="inline"><Status value={connection.state} />{connection.checked_at === null ? null : <span className="dim from-sm"> checked <Time at={connection.checked_at} /></span>}</span>}
    >
      <p><Ticks text={connection.message} /></p>
      {connection.source === null && connection.accounts.length === 0 ? null : (
        <Facts
          items={[
            ...(connection.source === null ? [] : [['Credentials from', connection.source] as [string, string]]),
            ...(connection.endpoint === null ? [] : [['Address', connection.endpoint] as [string, string]]),
            ['Accounts', <Accounts key="accounts" connection={connection} />],
            ['Regions', regions.length === 0 ? 'not known yet' : <span key="regions">{plural(regions.length, 'region')}: <span className="dim">{regions.join(', ')}</span></span>],
          ]}
        />
      )}
      {connection.state !== 'connected' ? <HowToConnect /> : null}
      {isOff ? null : (
        <div className="form-foot">
          <MayButton what="check connections" variant="default" loading={check.isPending} onClick={() => check.mutate()}>Check again</MayButton>
          {connection.state === 'connected' ? <span className="policy-hint">The least it needs: <CodeLine text={`npx roundsman permissions ${connection.provider}`} /></span> : null}
        </div>
      )}
    </Card>
  );
}

export function ConnectionSettings() {
  const connections = useQuery(connectionsQuery);
  return <Loaded of={connections} skeleton={<Rows count={3} height={140} />}>{({ items }) => <>{items.map((each) => <ConnectionCard key={each.provider} connection={each} />)}</>}</Loaded>;
}
