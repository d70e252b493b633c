import type { Governance } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { useFold } from '../components/fold.tsx';
import { providerNames } from '../extraction/words.ts';
import { amount, count, plural } from '../format.ts';

interface DataProps {
  data: Governance;
}

type PlaceRow = Governance['by_account'][number];

const clouds = ['aws', 'azure', 'gcp'] as const;

const nameOf = (provider: string): string => providerNames[provider] ?? provider;

/** A kind of thing in one row, whatever it is called where it runs; each number leads to the things. */
export function CloudsTable({ data: { kinds, by_provider: present } }: DataProps) {
  const columns = clouds.filter((cloud) => present.some(({ provider }) => provider === cloud));
  const { shown, more } = useFold(kinds);
  if (kinds.length === 0) return <p className="dim card-words">Nothing of a kind that several clouds have has been read yet.</p>;
  const typesIn = (types: readonly string[], cloud: string): string => types.filter((type) => type.startsWith(`${cloud}:`)).join(',');
  return (
    <>
      <div className="table-scroll">
        <table className="table">
          <thead><tr><th scope="col">Kind</th>{columns.map((cloud) => <th key={cloud} scope="col" className="right">{nameOf(cloud)}</th>)}{columns.length > 1 ? <th scope="col" className="right">All</th> : null}</tr></thead>
          <tbody>
            {shown.map((kind) => (
              <tr key={kind.id}>
                <td>{kind.title}</td>
                {columns.map((cloud) => <td key={cloud} className="right">{kind.counts[cloud] === 0 ? <span className="dim">0</span> : <Link to="/inventory" search={{ type: typesIn(kind.types, cloud) }} aria-label={`${kind.title} in ${nameOf(cloud)}: ${count(kind.counts[cloud])}`}>{count(kind.counts[cloud])}</Link>}</td>)}
                {columns.length > 1 ? <td className="right"><Link to="/inventory" search={{ type: kind.types.join(',') }} aria-label={`${kind.title} in all clouds: ${count(kind.total)}`}>{count(kind.total)}</Link></td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more}
    </>
  );
}

/** Accounts, regions or services with what is found in them. */
export function PlaceTable({ label, rows, filter }: { label: string; rows: readonly PlaceRow[]; filter: 'account' | 'region' | 'service' }) {
  const { shown, more } = useFold(rows);
  return (
    <>
      <div className="table-scroll">
        <table className="table">
          <thead><tr><th scope="col">{label}</th><th scope="col">Cloud</th><th scope="col" className="right">Resources</th><th scope="col" className="right">Findings</th><th scope="col" className="right">USD a month</th></tr></thead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.provider}/${row.value}`}>
                <td className="breaks"><Link to="/inventory" search={{ [filter]: row.value, provider: row.provider }}>{row.name ?? row.value}</Link>{row.name === null ? null : <div className="dim">{row.value}</div>}</td>
                <td className="dim">{nameOf(row.provider)}</td>
                <td className="right">{count(row.resources)}</td>
                <td className="right">{row.findings === 0 ? <span className="dim">0</span> : filter === 'service' ? count(row.findings) : <Link to="/findings" search={{ [filter]: row.value }}>{count(row.findings)}</Link>}</td>
                <td className="right">{row.monthly_saving === 0 ? <span className="dim">0</span> : amount(row.monthly_saving)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more}
    </>
  );
}

const percent = (part: number, whole: number): string => (whole === 0 ? 'none' : `${Math.floor((part / whole) * 100)} %`);

/** How much of the estate has each wanted tag; a bar, and the share of each cloud in words. */
export function Coverage({ data: { tag_coverage: coverage } }: DataProps) {
  if (coverage.length === 0) return <p className="dim">No tag is wanted. Name some in WANTED_TAGS under Settings, Service.</p>;
  return (
    <ul className="coverage">
      {coverage.map(({ tag, tagged, total, by_provider: shares }) => (
        <li key={tag}>
          <div className="coverage-line"><span>{tag}</span><span>{percent(tagged, total)} <span className="dim">{count(total - tagged)} without</span></span></div>
          <div className="meter" role="img" aria-label={`${tag}: ${percent(tagged, total)} of ${plural(total, 'resource')}`}><span style={{ width: `${total === 0 ? 0 : (tagged / total) * 100}%` }} /></div>
          {shares.length > 1 ? <p className="dim coverage-shares">{shares.map((share) => `${nameOf(share.provider)} ${percent(share.tagged, share.total)}`).join(', ')}</p> : null}
        </li>
      ))}
    </ul>
  );
}

/** Whose things are; the tag's values in the order of how much they own. */
export function Owners({ data: { owners } }: DataProps) {
  const { shown, more } = useFold(owners.values);
  if (owners.values.length === 0) return <p className="dim">Nothing has a tag that names an owner. Looked for: {owners.tags.join(', ') || 'no tag at all; set OWNER_TAGS'}.</p>;
  return (
    <>
      <div className="table-scroll">
        <table className="table">
          <thead><tr><th scope="col">Owner</th><th scope="col">Cloud</th><th scope="col" className="right">Resources</th></tr></thead>
          <tbody>
            {shown.map((row) => (
              <tr key={`${row.provider}/${row.value}`}>
                <td className="breaks"><Link to="/inventory" search={{ tag: `${owners.tag ?? ''}=${row.value}`, provider: row.provider }}>{row.value === '' ? 'without a value' : row.value}</Link></td>
                <td className="dim">{nameOf(row.provider)}</td>
                <td className="right">{count(row.resources)}</td>
              </tr>
            ))}
            <tr><td className="dim">No owner named</td><td /><td className="right">{count(owners.without)}</td></tr>
          </tbody>
        </table>
      </div>
      {more}
    </>
  );
}

/** Accounts that are used and not visited, and regions that nobody named. */
export function Surprises({ data: { unknown_accounts: accounts, unexpected_regions: regions, expected_regions: expected } }: DataProps) {
  if (accounts.length + regions.length === 0) {
    return <p className="dim">Nothing: every account that something points to is visited{expected.length === 0 ? '. To hear of regions too, name the expected ones in EXPECTED_REGIONS under Settings, Service' : `, and everything lies in ${plural(expected.length, 'expected region')}`}.</p>;
  }
  return (
    <div className="table-scroll">
      <table className="table">
        <thead><tr><th scope="col">What</th><th scope="col">Cloud</th><th scope="col">Why it shows here</th></tr></thead>
        <tbody>
          {accounts.map((row) => (
            <tr key={`account/${row.account}`}><td className="breaks">Account {row.account}</td><td className="dim">{nameOf(row.provider)}</td><td>{plural(row.things, 'resource points', 'resources point')} to it from {row.from.join(', ')}, and no run looks into it.</td></tr>
          ))}
          {regions.map((row) => (
            <tr key={`region/${row.provider}/${row.value}`}><td><Link to="/inventory" search={{ region: row.value, provider: row.provider }}>{row.value}</Link></td><td className="dim">{nameOf(row.provider)}</td><td>{plural(row.resources, 'resource lies', 'resources lie')} in it, and it is not among the expected regions.</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
