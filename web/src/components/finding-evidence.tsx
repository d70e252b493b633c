import type { FindingDetail } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { absolute, exactMoney, money } from '../format.ts';
import { sentence } from '../words.ts';
import { CodeLine, Facts, Value } from './parts.tsx';
import { Time } from './time.tsx';
import { Ticks } from './ticks.tsx';

const sources = { 'aws-price-list': 'AWS price list', 'azure-retail-prices': 'Azure retail prices', 'gcp-billing-catalog': 'Google Cloud billing catalog', 'shipped-table': "Roundsman's own price table" };
const bounds = { exact: '', upper: 'At most: discounts and free tiers are not known.', estimate: 'An estimate from list prices.' };

function Saving({ finding }: { finding: FindingDetail }) {
  const { saving, included_in: includedIn } = finding.evidence;
  if (includedIn !== null) {
    return <p className="saving-none">The saving is counted with <Link to="." search={(previous: Record<string, string | undefined>) => ({ ...previous, id: includedIn })}>another finding of this resource</Link>, so that it counts once.</p>;
  }
  if (saving === null || saving.monthly === 0) return <p className="saving-none">Nothing is saved by removing it: it has no list price of its own.</p>;
  return (
    <div className="saving">
      <p className="saving-figure">{saving.bound === 'exact' ? '' : '~'}{exactMoney(saving.monthly, saving.currency)} <span>a month</span></p>
      <p className="saving-formula">{saving.formula}</p>
      <p className="dim">
        {sources[saving.source]}, {saving.price_date}; {saving.confidence} confidence. {bounds[saving.bound]}
        {saving.estimate_if_running === undefined ? '' : ` Running, it would cost about ${money(saving.estimate_if_running, saving.currency)} a month.`}
      </p>
    </div>
  );
}

function Remediation({ finding }: { finding: FindingDetail }) {
  const { advice, steps } = finding.remediation;
  return (
    <section className="panel-section">
      <h3>What to do</h3>
      {advice === null ? null : <p className="note"><Ticks text={advice} /></p>}
      {steps.length === 0 && advice === null ? <p className="dim">There is no command for this. Decide with whoever owns it.</p> : null}
      <ol className="steps">
        {steps.map((step) => (
          <li key={step.command}>
            <CodeLine text={step.command} />
            <p className="dim step-meta">Needs <code>{step.permission}</code></p>
            {step.undo === '' ? <p className="dim step-meta">There is no way back from this.</p> : (
              <div className="undo">
                <span className="dim">To undo</span>
                {/^(aws|az|gcloud|roundsman|npx) /.test(step.undo) ? <CodeLine text={step.undo} what="the undo command" /> : <p className="undo-text">{step.undo}</p>}
              </div>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

export function EvidenceTab({ finding }: { finding: FindingDetail }) {
  const { evidence, rule } = finding;
  return (
    <div className="panel-tab">
      <p className="lead"><Ticks text={evidence.summary} /></p>
      <Saving finding={finding} />
      <Remediation finding={finding} />
      <section className="panel-section">
        <h3>What was read</h3>
        <Facts items={Object.entries(evidence.fields).map(([name, value]) => [sentence(name), <Value key={name} of={value} />])} />
        <p className="dim read-by">Read <Time at={evidence.read_at} /> by <code>{evidence.read_by}</code></p>
      </section>
      <section className="panel-section">
        <h3>Why it counts</h3>
        <p><Ticks text={rule.rationale} /></p>
        {Object.keys(rule.parameters).length === 0 ? null : <Facts items={Object.entries(rule.parameters).map(([name, value]) => [sentence(name), <Value key={name} of={value} />])} />}
        <p className="dim read-by">
          Rule <Link to="/settings/$section" params={{ section: 'rules' }} search={{ q: finding.rule_id }}>{finding.rule_id}</Link> · first seen {absolute(finding.first_seen)}
        </p>
      </section>
    </div>
  );
}
