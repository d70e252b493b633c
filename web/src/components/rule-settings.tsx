import type { rule as ruleSchema } from '../../../src/api/contract/index.ts';
import type { z } from 'zod';
import { Button, NumberInput, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { rulesQuery } from '../api/queries.ts';
import { count, plural } from '../format.ts';
import { useSearchState } from '../search-state.ts';
import { sentence, typeName } from '../words.ts';
import { LockedFor } from './may.tsx';
import { Card, Severity } from './parts.tsx';
import { Empty, Loaded, Rows } from './states.tsx';
import { Ticks } from './ticks.tsx';

type Rule = z.infer<typeof ruleSchema>;
type Parameter = Rule['parameters'][number];
type ParameterValue = Parameter['value'];

function ParameterInput({ parameter, value, onChange }: { parameter: Parameter; value: ParameterValue; onChange: (value: ParameterValue) => void }) {
  const note = value === parameter.default ? parameter.help : `${parameter.help} (default ${String(parameter.default)})`;
  if (typeof parameter.default === 'boolean') return <Switch size="xs" label={sentence(parameter.name)} description={note} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
  if (typeof parameter.default === 'number') return <NumberInput size="xs" label={sentence(parameter.name)} description={note} value={typeof value === 'boolean' ? '' : value} onChange={(next) => onChange(next === '' ? parameter.default : Number(next))} />;
  return <TextInput size="xs" label={sentence(parameter.name)} description={note} value={String(value)} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function Parameters({ rule }: { rule: Rule }) {
  const [changed, setChanged] = useState<Record<string, ParameterValue>>({});
  const save = useChange(
    () => call(anything, `/api/v1/rules/${rule.id}`, { method: 'PUT', body: { parameters: changed } }),
    ['rules'],
    () => {
      setChanged({});
      told('Rule saved', 'The next scan uses it.');
    },
  );
  if (rule.parameters.length === 0) return null;
  return (
    <form className="rule-parameters" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      {rule.parameters.map((each) => <ParameterInput key={each.name} parameter={each} value={changed[each.name] ?? each.value} onChange={(value) => setChanged({ ...changed, [each.name]: value })} />)}
      {Object.keys(changed).length === 0 ? null : <Button type="submit" loading={save.isPending}>Save</Button>}
    </form>
  );
}

function RuleItem({ rule }: { rule: Rule }) {
  const toggle = useChange(
    (enabled: boolean) => call(anything, `/api/v1/rules/${rule.id}`, { method: 'PUT', body: { enabled } }),
    ['rules', 'overview'],
    (_answer, enabled) => told(`“${rule.title}” is ${enabled ? 'on' : 'off'}`, enabled ? 'The next scan asks it.' : 'The next scan no longer asks it.'),
  );
  return (
    <li className="rule" data-off={!rule.enabled}>
      <Switch size="sm" checked={toggle.isPending ? toggle.variables : rule.enabled} onChange={(event) => toggle.mutate(event.currentTarget.checked)} aria-label={`${rule.title}: on`} />
      <div className="rule-words">
        <p className="rule-title">{rule.title}</p>
        <p className="rule-meta"><Severity value={rule.severity} /> <span className="dim">{typeName(rule.resource_type)}</span> {rule.headline ? <span className="dim">in the message's total</span> : null} <code className="dim">{rule.id}</code></p>
        <p className="dim"><Ticks text={rule.rationale} /></p>
      </div>
      <Parameters rule={rule} />
      <span className="rule-count num">{rule.open_findings === 0 ? <span className="dim">none open</span> : <Link to="/findings" search={{ rule_id: rule.id }}>{count(rule.open_findings)} open</Link>}</span>
    </li>
  );
}

export function RuleSettings() {
  const rules = useQuery(rulesQuery);
  const [search, update] = useSearchState();
  const text = (search['q'] ?? '').toLowerCase();
  return (
    <Loaded of={rules} skeleton={<Rows count={8} height={64} />}>
      {({ items }) => {
        const shown = items.filter((each) => `${each.title} ${each.id} ${typeName(each.resource_type)}`.toLowerCase().includes(text));
        return (
          <>
            <TextInput className="gap-below" maw={360} placeholder="Find a rule" aria-label="Find a rule" value={search['q'] ?? ''} onChange={(event) => update({ q: event.currentTarget.value }, { replace: true })} />
            <Card flush title={shown.length === items.length ? `${plural(items.length, 'rule')}, ${items.filter((each) => each.enabled).length} on` : `${shown.length} of ${plural(items.length, 'rule')}`}>
              {shown.length === 0 ? <Empty title="No rule by that name" /> : <div className="locked-in"><LockedFor what="change rules"><ul className="rules">{shown.map((each) => <RuleItem key={each.id} rule={each} />)}</ul></LockedFor></div>}
            </Card>
          </>
        );
      }}
    </Loaded>
  );
}
