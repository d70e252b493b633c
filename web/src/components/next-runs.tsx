import type { previewAnswer } from '../../../src/api/contract/index.ts';
import type { z } from 'zod';
import { Skeleton } from '@mantine/core';
import { clock, localZone, relative } from '../format.ts';
import { useNow } from './time.tsx';

interface NextRunsProps {
  preview: z.infer<typeof previewAnswer> | undefined;
  error: unknown;
  isIncomplete: boolean;
  zone: string;
}

/** The next ten runs in words, where you are, and in the schedule's own zone. */
export function NextRuns({ preview, error, isIncomplete, zone }: NextRunsProps) {
  const now = useNow();
  if (isIncomplete) return <p className="dim">The next runs show here once the fields beside make sense.</p>;
  if (error !== null && error !== undefined) return <p className="tone-bad" role="alert">{error instanceof Error ? error.message : 'The next runs could not be worked out.'}</p>;
  if (preview === undefined) return <Skeleton height={300} />;
  if (preview.next_runs.length === 0) return <p className="dim">It would never run.</p>;
  const isSame = zone === localZone;
  return (
    <table className="table table-tight">
      <thead><tr><th className="from-sm">Next runs</th><th>{isSame ? zone : `Here (${localZone})`}</th>{isSame ? null : <th>{zone}</th>}</tr></thead>
      <tbody>
        {preview.next_runs.map((at) => (
          <tr key={at}>
            <td className="from-sm">{relative(at, now)}</td>
            <td className="num nowrap">{clock(at)}</td>
            {isSame ? null : <td className="num nowrap dim">{clock(at, zone)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
