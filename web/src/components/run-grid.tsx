import type { RunDetail } from '../../../src/api/contract/index.ts';
import { Tooltip } from '@mantine/core';
import { providerNames } from '../extraction/words.ts';
import { count, duration, plural } from '../format.ts';
import { statusName, toneOf, typeName, type Tone } from '../words.ts';
import { ToneMark } from './parts.tsx';

type Target = RunDetail['targets'][number];

const worst = ['running', 'denied', 'unavailable', 'partial', 'cancelled', 'pending', 'complete', 'not_applicable'];

/** Targets of several accounts that meet in one cell show as the one that needs a look. */
function cellOf(targets: Target[]): { status: string; resources: number; text: string } | null {
  if (targets.length === 0) return null;
  const status = worst.find((each) => targets.some((target) => target.status === each)) ?? 'complete';
  const resources = targets.reduce((sum, target) => sum + target.resources, 0);
  const lines = targets.map((target) => {
    const read = `${plural(target.resources, 'resource')}, ${plural(target.api_calls, 'call')}${target.duration_ms === null ? '' : `, ${duration(target.duration_ms / 1000)}`}`;
    const detail = target.error !== null ? target.error.message : target.status === 'complete' ? read : '';
    return `${targets.length > 1 ? `${target.account}: ` : ''}${statusName(target.status)}${detail === '' ? '' : `. ${detail}`}`;
  });
  return { status, resources, text: lines.join('\n') };
}

function Mark({ targets, where }: { targets: Target[]; where: string }) {
  const cell = cellOf(targets);
  if (cell === null) return null;
  const tone: Tone = cell.status === 'pending' ? 'quiet' : toneOf(cell.status);
  const isRead = cell.status === 'complete';
  return (
    <Tooltip label={cell.text} style={{ whiteSpace: 'pre-line' }} openDelay={80}>
      <span className={`cell-in cell-${cell.status === 'pending' ? 'pending' : tone}${isRead && cell.resources === 0 ? ' cell-zero' : ''}`} tabIndex={0} role="img" aria-label={`${where}: ${cell.text}`}>
        {isRead ? count(cell.resources) : cell.status === 'pending' ? '' : <ToneMark tone={tone} size={11} />}
      </span>
    </Tooltip>
  );
}

function Cell({ targets, where }: { targets: Target[]; where: string }) {
  return targets.length === 0 ? <td className="cell cell-none" aria-label={`${where}: not read here`} /> : <td className="cell"><Mark targets={targets} where={where} /></td>;
}

const orderOf = (region: string): string => (region === 'global' ? '' : region);

/** Types down, regions across: for a cloud that is asked region by region. */
function Regions({ cloud, targets }: { cloud: string; targets: Target[] }) {
  const types = [...new Set(targets.map((target) => target.type))].sort();
  const regions = [...new Set(targets.map((target) => target.region))].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const byCell = Map.groupBy(targets, (target) => `${target.region} ${target.type}`);
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`Resource types of ${cloud} by region`}>
      <table className="grid-table grid-regions">
        <thead><tr><th scope="col">Type</th>{regions.map((region) => <th key={region} scope="col"><span>{region}</span></th>)}</tr></thead>
        <tbody>
          {types.map((type) => (
            <tr key={type}>
              <th scope="row">{typeName(type)}</th>
              {regions.map((region) => <Cell key={region} targets={byCell.get(`${region} ${type}`) ?? []} where={`${typeName(type)}, ${region}`} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One tile a type: for a cloud that answers for all regions at once. */
function Tiles({ targets }: { targets: Target[] }) {
  const byType = [...Map.groupBy(targets, (target) => target.type)].sort(([a], [b]) => (typeName(a) < typeName(b) ? -1 : 1));
  return (
    <ul className="grid-tiles">
      {byType.map(([type, own]) => <li key={type}><span className="grid-tile-name">{typeName(type)}</span><Mark targets={own} where={typeName(type)} /></li>)}
    </ul>
  );
}

/** What was read of each cloud, filling in as targets finish. */
export function RunGrid({ targets }: { targets: Target[] }) {
  const clouds = [...Map.groupBy(targets, ({ type }) => type.split(':')[0] ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      {clouds.map(([provider, own]) => {
        const cloud = providerNames[provider] ?? provider;
        const accounts = new Set(own.map((target) => target.account)).size;
        return (
          <section key={provider} className="grid-cloud" aria-label={cloud}>
            {clouds.length > 1 || accounts > 1 ? <h3>{cloud} <span className="dim">{plural(own.length, 'target')}{accounts > 1 ? ` in ${accounts} accounts` : ''}</span></h3> : null}
            {own.some((target) => target.region !== 'global') ? <Regions cloud={cloud} targets={own} /> : <Tiles targets={own} />}
          </section>
        );
      })}
      <p className="grid-key dim">A figure is the resources that were read; a dash is waiting; a triangle could not be read in full. Point at a cell for more.</p>
    </>
  );
}
