import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/client.ts';
import { estimateQuery } from '../api/extraction-queries.ts';
import { count, duration, money, plural } from '../format.ts';
import { bodyOfScope, type ScopeForm } from './scope-form.ts';

/** What a job would cost, before it is started. */
export function Estimate({ form }: { form: ScopeForm }) {
  const [asked] = useDebouncedValue(form, 300);
  const { data, error, isPlaceholderData } = useQuery(estimateQuery(bodyOfScope(asked), true));
  if (error !== null) return <p className="estimate tone-bad" role="alert">{error instanceof ApiError ? error.message : 'It cannot be estimated now.'}</p>;
  const isKnown = data !== undefined && data.targets > data.unknown_targets;
  const figures: [string, string, string][] = data === undefined ? [['Calls', '…', ''], ['Time', '…', ''], ['Resources', '…', '']] : [
    ['Calls', isKnown ? `~${count(data.calls)}` : 'Not known', data.billed_usd >= 0.01 ? `${money(data.billed_usd)} for ${plural(data.billed_calls, 'billed call')}` : 'free or below one cent'],
    ['Time', isKnown ? `~${duration(Math.max(1, Math.round(data.minutes * 60)))}` : 'Not known', 'at the pace AWS grants'],
    ['Resources', isKnown ? `~${count(data.resources)}` : 'Not known', plural(data.targets, 'target')],
  ];
  return (
    <section className="estimate" aria-label="Estimate" aria-live="polite" aria-busy={isPlaceholderData}>
      <dl className="estimate-figures">{figures.map(([name, value, note]) => <div key={name}><dt>{name}</dt><dd>{value}<span>{note}</span></dd></div>)}</dl>
      <p className="dim">{data === undefined ? 'Asking what it would cost' : `${data.based_on}${data.unknown_targets > 0 && isKnown ? ` ${plural(data.unknown_targets, 'target has', 'targets have')} never been read and ${data.unknown_targets === 1 ? 'is' : 'are'} not counted.` : ''}`}</p>
    </section>
  );
}
