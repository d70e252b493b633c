import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { absolute } from '../format.ts';
import { statusName, toneOf, type Tone } from '../words.ts';

export interface Beat {
  key: string;
  at: string;
  status: string;
  /** What a reader learns on pointing at it. */
  text: string;
  runId: string | null;
}

const length = 30;

/** The last 30 rounds, one bar each: colour and height say how they went. */
export function HeatStrip({ beats, label }: { beats: Beat[]; label: string }) {
  const shown = beats.slice(-length);
  const empty = Array.from({ length: Math.max(0, length - shown.length) }, (_, index) => index);
  return (
    <div>
      <ol className="strip" aria-label={label}>
        {empty.map((index) => <li key={index} className="beat beat-none" aria-hidden="true" />)}
        {shown.map((beat) => <BeatBar key={beat.key} beat={beat} />)}
      </ol>
      <p className="strip-words dim">{summaryOf(shown)}</p>
    </div>
  );
}

function BeatBar({ beat }: { beat: Beat }) {
  const tone = toneOf(beat.status);
  const text = `${statusName(beat.status)}, ${absolute(beat.at, undefined, false)}${beat.text === '' ? '' : `\n${beat.text}`}`;
  const bar = <span className={`beat-bar beat-${tone}`} aria-hidden="true" />;
  return (
    <li className="beat">
      <Tooltip label={text} style={{ whiteSpace: 'pre-line' }} openDelay={0}>
        {beat.runId === null ? <span className="beat-hit" tabIndex={0} role="img" aria-label={text}>{bar}</span> : <Link to="/runs/$runId" params={{ runId: beat.runId }} className="beat-hit" aria-label={text}>{bar}</Link>}
      </Tooltip>
    </li>
  );
}

const words: [Tone, string][] = [['good', 'complete'], ['attention', 'partial'], ['bad', 'failed'], ['quiet', 'did not run'], ['busy', 'running']];

function summaryOf(beats: Beat[]): string {
  if (beats.length === 0) return 'No rounds yet';
  const parts = words.flatMap(([tone, word]) => {
    const number = beats.filter((beat) => toneOf(beat.status) === tone).length;
    return number === 0 ? [] : [`${number} ${word}`];
  });
  return beats.length === 1 ? `One round: ${parts.join('').replace('1 ', '')}` : `Last ${beats.length} rounds: ${parts.join(', ')}`;
}
