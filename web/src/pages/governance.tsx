import type { Governance } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { governanceQuery } from '../api/inventory-queries.ts';
import { Card, PageHead } from '../components/parts.tsx';
import { Empty, Loaded, Rows } from '../components/states.tsx';
import { ExtractNow } from '../extraction/start-dialog.tsx';
import { providerNames } from '../extraction/words.ts';
import { CloudsTable, Coverage, Owners, PlaceTable, Surprises } from '../governance/tables.tsx';
import { plural } from '../format.ts';
import { listed } from '../words.ts';

/** `12,410 resources in AWS and Azure` */
function titleOf({ total, by_provider: clouds }: Governance): string {
  return `${plural(total, 'resource')} in ${listed(clouds.map(({ provider }) => providerNames[provider] ?? provider))}`;
}

function Nothing() {
  return (
    <>
      <PageHead title="Governance" />
      <Empty title="Nothing has been read yet" action={<ExtractNow size="xs" />}>An extraction reads every resource of your clouds. Then this page shows where they are, whose they are, and what nobody expected.</Empty>
    </>
  );
}

function Estate({ data }: { data: Governance }) {
  const surprises = data.unknown_accounts.length + data.unexpected_regions.length;
  return (
    <>
      <PageHead
        title={titleOf(data)}
        sub={`${plural(data.by_account.length, 'account')}, ${plural(data.by_region.filter(({ value }) => value !== 'global').length, 'region')}${surprises === 0 ? '' : `, ${plural(surprises, 'surprise')}`}`}
        actions={<Button component={Link} to="/settings/service" variant="default" size="sm">Tags and regions</Button>}
      />
      <div className="governance">
        <Card title="The same thing in every cloud" flush className="governance-wide"><CloudsTable data={data} /></Card>
        <Card title="Tags"><Coverage data={data} /></Card>
        <Card title={data.owners.tag === null ? 'Owners' : <>Owners <span className="dim">by the tag {data.owners.tag}</span></>} flush={data.owners.values.length > 0}><Owners data={data} /></Card>
        <Card title="What nobody expected" className="governance-wide" flush={surprises > 0}><Surprises data={data} /></Card>
        <Card title="Accounts" flush className="governance-wide"><PlaceTable label="Account" rows={data.by_account} filter="account" /></Card>
        <Card title="Regions" flush><PlaceTable label="Region" rows={data.by_region} filter="region" /></Card>
        <Card title="Services" flush><PlaceTable label="Service" rows={data.by_service} filter="service" /></Card>
      </div>
    </>
  );
}

/** Whose is it, and did anybody expect it there? */
export function GovernancePage() {
  const query = useQuery(governanceQuery);
  return (
    <div className="page">
      <Loaded of={query} skeleton={<Rows count={6} height={90} />}>{(data) => (data.total === 0 ? <Nothing /> : <Estate data={data} />)}</Loaded>
    </div>
  );
}
