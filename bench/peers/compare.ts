import { allQuestions, type Question, questions } from './questions.ts';
import type { Planted } from './start-proxy.ts';
import type { Outcome } from './tool.ts';

/** Why a tool may miss a planted thing or find one more: true of the ids of a set that the estate names, and of no other. */
interface Explanation {
  tool: string;
  question: Question;
  what: 'missed' | 'more';
  fact: string;
  because: string;
}

const explanations: Explanation[] = [
  { tool: 'Roundsman', question: 'snapshot-old', what: 'missed', fact: 'newest-of-its-volume', because: 'the newest snapshot of a volume is kept, whatever its age' },
  { tool: 'Prowler', question: 'instance-stopped', what: 'missed', fact: 'stopped-for-a-day', because: 'its threshold is a day or more, and more days than that' },
  { tool: 'Prowler', question: 'group-open', what: 'missed', fact: 'group-unused', because: 'it passes over groups that nothing uses' },
  { tool: 'Prowler', question: 'key-unused-active', what: 'missed', fact: 'key-never-used', because: 'a key that was never used passes its check' },
  { tool: 'Prowler', question: 'password-unused', what: 'missed', fact: 'password-never-used', because: 'a password that was never used passes its check' },
  { tool: 'ScoutSuite', question: 'password-unused', what: 'missed', fact: 'password-never-used', because: 'a password that was never used passes its rule' },
  { tool: 'ScoutSuite', question: 'password-unused', what: 'more', fact: 'user-of-a-key-used-long-ago', because: 'its rule names a user for an unused key too' },
];

const both = (some: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> => new Set([...some].filter((id) => others.has(id)));
const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> => new Set([...some].filter((id) => !others.has(id)));

/** Found of planted, by question and tool; `+` what was found beyond. */
export function foundTable(planted: Planted, outcomes: Map<string, Outcome>): (string | number)[][] {
  return allQuestions.map((question) => {
    const truth = new Set(planted.truth[question] ?? []);
    const cells = [...outcomes.values()].map(({ found }) => {
      const ids = found.get(question);
      if (ids === undefined) return '–';
      const more = without(ids, truth).size;
      return `${both(ids, truth).size}/${truth.size}${more === 0 ? '' : ` +${more}`}`;
    });
    return [questions[question], ...cells];
  });
}

/** Every difference with its reason, or UNEXPLAINED with examples; `before` is what the tools found without throttling. */
export function differences(planted: Planted, outcomes: Map<string, Outcome>, before: Map<string, Outcome>): (string | number)[][] {
  const rows: (string | number)[][] = [];
  for (const question of allQuestions) {
    const truth = new Set(planted.truth[question] ?? []);
    for (const [tool, outcome] of outcomes) {
      const ids = outcome.found.get(question);
      if (ids === undefined) continue;
      for (const [what, odd] of [['missed', without(truth, ids)], ['more', without(ids, truth)]] as const) {
        let rest: Set<string> = odd;
        for (const [known, because] of reasons(planted, { tool, question, what }, before.get(tool))) {
          const here = both(rest, known);
          if (here.size > 0) rows.push([questions[question], tool, `${here.size} ${what}`, because]);
          rest = without(rest, here);
        }
        if (rest.size > 0) rows.push([questions[question], tool, `${rest.size} ${what}`, outcomeReason(outcome) ?? `UNEXPLAINED: ${[...rest].slice(0, 3).join(', ')}`]);
      }
    }
  }
  return rows;
}

function reasons({ facts, truth }: Planted, { tool, question, what }: Pick<Explanation, 'tool' | 'question' | 'what'>, before: Outcome | undefined): [Set<string>, string][] {
  const known = explanations.filter((each) => each.tool === tool && each.question === question && each.what === what);
  const throttled: [Set<string>, string][] = what === 'missed' && before !== undefined ? [[before.found.get(question) ?? new Set(), 'found without throttling, lost with it']] : [];
  return [...known.map(({ fact, because }): [Set<string>, string] => [new Set(facts[fact] ?? truth[fact] ?? []), because]), ...throttled];
}

function outcomeReason({ exit, lost }: Outcome): string | undefined {
  if (exit === 'stopped') return 'it was stopped';
  return lost === 'no report' ? 'it left no report' : undefined;
}

/** What a tool found without throttling and not with it. */
export function lostFindings(before: Outcome | undefined, { found }: Outcome): number | string {
  if (before === undefined) return '–';
  return [...before.found].reduce((sum, [question, ids]) => sum + without(ids, found.get(question) ?? new Set()).size, 0);
}
