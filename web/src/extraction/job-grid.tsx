import { Select, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { Card, ToneMark } from '../components/parts.tsx';
import { useNow } from '../components/time.tsx';
import { absolute, count, plural } from '../format.ts';
import { statusName, toneOf } from '../words.ts';
import { age, cellOrder, type JobCell } from './words.ts';

interface Merged {
  status: string;
  resources: number;
  /** Of what was left: when it was read last, the oldest. */
  lastRead: string | null;
  text: string;
}

function lineOf(cell: JobCell, withAccount: boolean): string {
  const read = `${plural(cell.resources, 'resource')}, ${plural(cell.api_calls, 'call')}${cell.throttled_calls === 0 ? '' : `, ${cell.throttled_calls} slowed down`}`;
  const detail = cell.message !== null ? cell.message : cell.status === 'complete' ? read : cell.status === 'running' ? `${cell.finished} of ${plural(cell.targets, 'type')} read` : cell.status === 'deferred' ? (cell.last_read === null ? 'never read' : `last read ${absolute(cell.last_read, undefined, false)}`) : '';
  return `${withAccount ? `${cell.account}: ` : ''}${statusName(cell.status)}${detail === '' ? '' : `. ${detail}`}`;
}

/** Cells of several accounts that meet in one square show as the one that needs a look. */
function merge(cells: JobCell[]): Merged {
  const status = cellOrder.find((each) => cells.some((cell) => cell.status === each)) ?? 'complete';
  const shown = cells.slice(0, 6).map((cell) => lineOf(cell, cells.length > 1));
  return {
    status,
    resources: cells.reduce((sum, cell) => sum + cell.resources, 0),
    lastRead: cells.flatMap((cell) => cell.last_read ?? []).sort()[0] ?? null,
    text: [...shown, ...(cells.length > 6 ? [`and ${plural(cells.length - 6, 'more account')}`] : [])].join('\n'),
  };
}

function Square({ cells, where }: { cells: JobCell[]; where: string }) {
  const now = useNow();
  if (cells.length === 0) return <td className="cell cell-none" aria-label={`${where}: not read here`} />;
  const { status, resources, lastRead, text } = merge(cells);
  const tone = toneOf(status);
  const shape = status === 'pending' ? 'pending' : status === 'deferred' ? 'deferred' : tone;
  return (
    <td className="cell">
      <Tooltip label={text} style={{ whiteSpace: 'pre-line' }} openDelay={80}>
        <span className={`cell-in cell-${shape}`} tabIndex={0} role="img" aria-label={`${where}: ${text}`}>
          {status === 'complete' ? count(resources) : status === 'pending' ? '' : status === 'deferred' ? (lastRead === null ? 'never' : age(lastRead, now)) : <ToneMark tone={tone} size={11} />}
        </span>
      </Tooltip>
    </td>
  );
}

const keys: [status: string, words: string][] = [
  ['complete', 'read in full; the figure is how many resources'],
  ['running', 'being read'],
  ['pending', 'waiting'],
  ['partial', 'not read in full'],
  ['deferred', 'left for the next job; the figure is how old what is known is'],
  ['not_applicable', 'there is none of it here'],
];

/** Only what is in sight needs explaining. */
function Key({ cells }: { cells: JobCell[] }) {
  const here = new Set(cells.map(({ status }) => (['denied', 'unavailable', 'cancelled'].includes(status) ? 'partial' : status)));
  return (
    <ul className="grid-keys" aria-label="What the squares mean">
      {keys.filter(([status]) => here.has(status as 'complete')).map(([status, words]) => (
        <li key={status}><span className={`cell-in cell-${status === 'pending' || status === 'deferred' ? status : toneOf(status)}`} aria-hidden="true">{status === 'complete' ? '12' : status === 'deferred' ? '3 d' : status === 'pending' ? '' : <ToneMark tone={toneOf(status)} size={11} />}</span>{words}</li>
      ))}
    </ul>
  );
}

/** `ap-southeast-2` in two short lines. */
const headOf = (region: string): string[] => { const at = region.indexOf('-'); return at < 0 ? [region] : [region.slice(0, at + 1), region.slice(at + 1)]; };

/** Services down, regions across, filling in as they are read. */
export function JobGrid({ cells, isRunning }: { cells: JobCell[]; isRunning: boolean }) {
  const [account, setAccount] = useState<string | null>(null);
  const accounts = [...new Set(cells.map((cell) => cell.account))].filter((each) => each !== '').sort();
  const shown = account === null ? cells : cells.filter((cell) => cell.account === account);
  const services = [...new Set(shown.map(({ service }) => service))].sort();
  const regions = [...new Set(shown.map(({ region }) => region))].sort((a, b) => (a === 'global' ? -1 : b === 'global' ? 1 : a < b ? -1 : 1));
  const bySquare = Map.groupBy(shown, ({ service, region }) => `${service} ${region}`);
  const aside = accounts.length < 2 ? plural(accounts.length === 0 ? 0 : 1, 'account') : <Select size="xs" aria-label="Account" placeholder="All accounts" data={accounts} value={account} onChange={setAccount} clearable searchable w={180} clearButtonProps={{ 'aria-label': 'All accounts' }} />;
  return (
    <Card title="What was read" aside={accounts.length === 0 ? null : aside}>
      {cells.length === 0 ? <p className="dim">{isRunning ? 'The plan is being made: what to read in which region.' : 'It ended before anything was planned.'}</p> : (
        <>
          <div className="table-scroll" tabIndex={0} role="region" aria-label="Services by regions">
            <table className="grid-table grid-fixed">
              <thead><tr><th scope="col">Service</th>{regions.map((region) => <th key={region} scope="col" className="grid-region" aria-label={region}>{headOf(region).map((line) => <span key={line}>{line}</span>)}</th>)}</tr></thead>
              <tbody>
                {services.map((service) => (
                  <tr key={service}>
                    <th scope="row">{service}</th>
                    {regions.map((region) => <Square key={region} cells={bySquare.get(`${service} ${region}`) ?? []} where={`${service}, ${region}`} />)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Key cells={shown} />
        </>
      )}
    </Card>
  );
}
