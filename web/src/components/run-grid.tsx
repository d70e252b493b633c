import type { RunDetail } from '../../../src/api/contract/index.ts';
import { Tooltip } from '@mantine/core';
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

function Cell({ targets, where }: { targets: Target[]; where: string }) {
  const cell = cellOf(targets);
  if (cell === null) return <td className="cell cell-none" aria-label={`${where}: not read here`} />;
  const tone: Tone = cell.status === 'pending' ? 'quiet' : toneOf(cell.status);
  const isRead = cell.status === 'complete';
  return (
    <td className="cell">
      <Tooltip label={cell.text} style={{ whiteSpace: 'pre-line' }} openDelay={80}>
        <span className={`cell-in cell-${cell.status === 'pending' ? 'pending' : tone}`} tabIndex={0} role="img" aria-label={`${where}: ${cell.text}`}>
          {isRead ? count(cell.resources) : cell.status === 'pending' ? '' : <ToneMark tone={tone} size={11} />}
        </span>
      </Tooltip>
    </td>
  );
}

/** Regions down, resource types across, filling in as targets finish. */
export function RunGrid({ targets }: { targets: Target[] }) {
  const types = [...new Set(targets.map((target) => target.type))];
  const regions = [...new Set(targets.map((target) => target.region))].sort((a, b) => (a === 'global' ? -1 : b === 'global' ? 1 : a < b ? -1 : 1));
  const accounts = new Set(targets.map((target) => target.account)).size;
  const byCell = Map.groupBy(targets, (target) => `${target.region} ${target.type}`);
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label="Regions by resource types">
        <table className="grid-table">
          <thead><tr><th scope="col">Region</th>{types.map((type) => <th key={type} scope="col">{typeName(type)}</th>)}</tr></thead>
          <tbody>
            {regions.map((region) => (
              <tr key={region}>
                <th scope="row">{region}</th>
                {types.map((type) => <Cell key={type} targets={byCell.get(`${region} ${type}`) ?? []} where={`${typeName(type)}, ${region}`} />)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="grid-key dim">A figure is the resources read{accounts > 1 ? ` over ${accounts} accounts` : ''}; a dash is waiting; a triangle could not be read in full. Point at a cell for more.</p>
    </>
  );
}
