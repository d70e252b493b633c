import type { ResourceDetail } from '../../../src/api/contract/index.ts';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { rawQuery } from '../api/inventory-queries.ts';
import { Copy, Facts, Severity, Status, Value } from '../components/parts.tsx';
import { Loaded, Rows } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { absolute, count, plural } from '../format.ts';
import { sentence } from '../words.ts';
import { grouped, isExternal, shortId, type Relation } from './relation-words.ts';
import { useTypeName } from './type-names.ts';

interface PartProps { resource: ResourceDetail }

export function ResourceFindings({ resource }: PartProps) {
  if (resource.findings.length === 0) return <p className="dim">None: every rule that was asked passes.</p>;
  return (
    <ul className="relations">
      {resource.findings.map((each) => (
        <li key={each.id}>
          <Link to="/findings" search={{ id: each.id, status: 'all', q: resource.name }}>{each.title}</Link>
          <span className="panel-kicker"><Severity value={each.severity} /> <Status value={each.status} /></span>
        </li>
      ))}
    </ul>
  );
}

/** What is too long for a line is folded: how much it is, and all of it on request. */
function Folded({ of }: { of: object }) {
  const text = JSON.stringify(of, null, 2);
  const size = Array.isArray(of) ? plural(of.length, 'entry', 'entries') : plural(Object.keys(of).length, 'field');
  return (
    <details className="folded">
      <summary>{size}</summary>
      <div className="folded-in"><pre className="inline-json" tabIndex={0}>{text}</pre><Copy text={text} what="the value" /></div>
    </details>
  );
}

/** `subnet_uid` → `Subnet`: its value is shown as the thing it names. */
const attributeWords = (name: string): string => sentence(name.replace(/_uid(s?)$/, '$1'));
/** A small object as a line: `http_tokens: required`. */
const lineOf = (value: object): string | undefined => {
  const entries = Array.isArray(value) ? [] : Object.entries(value);
  const text = entries.map(([name, each]) => `${name}: ${String(each)}`).join(', ');
  return entries.length > 0 && text.length <= 60 && entries.every(([, each]) => typeof each !== 'object') ? text : undefined;
};

const isFlat = (value: unknown): boolean => value === null || typeof value !== 'object' || (Array.isArray(value) && value.length <= 6 && value.every((each) => typeof each !== 'object'));

/** A value as people read it; what names another thing that is known leads to it. */
export function Shown({ value, known }: { value: unknown; known: ReadonlyMap<string, Relation> }) {
  if (Array.isArray(value) && value.length === 0) return <span className="dim">none</span>;
  const named = (Array.isArray(value) ? value : [value]).map((each) => (typeof each === 'string' ? known.get(each) : undefined));
  if (named.length > 0 && named.length <= 6 && named.every((each) => each !== undefined)) {
    return <span className="named">{named.map((each) => <Link key={each.id} to="/inventory/resource" search={{ id: each.id }} className="breaks">{each.name ?? shortId(each.id)}</Link>)}</span>;
  }
  if (isFlat(value)) return <Value of={value} />;
  const line = lineOf(value as object);
  return line === undefined ? <Folded of={value as object} /> : <span className="breaks">{line}</span>;
}

const manyAttributes = 14;

export function Attributes({ resource }: PartProps) {
  const [text, setText] = useState('');
  // Attributes name things in full or in short (`vpc-…`).
  const known = new Map(resource.relations.filter((each) => !isExternal(each)).flatMap((each) => [[each.id, each] as const, ...(/^[a-z]+-[0-9a-f]{8,}$/.test(shortId(each.id)) ? [[shortId(each.id), each] as const] : [])]));
  const all = Object.entries(resource.attributes);
  const shown = all.filter(([name, value]) => text === '' || `${name} ${attributeWords(name)} ${JSON.stringify(value)}`.toLowerCase().includes(text.toLowerCase()));
  if (all.length === 0) return <p className="dim">Nothing beyond its name was read.</p>;
  return (
    <>
      {all.length > manyAttributes ? <TextInput size="xs" className="attribute-find" placeholder={`Find among ${all.length} attributes`} aria-label="Find an attribute" value={text} onChange={(event) => setText(event.currentTarget.value)} /> : null}
      <Facts items={shown.map(([name, value]): [string, ReactNode] => [attributeWords(name), <Shown key={name} value={value} known={known} />])} />
      {shown.length === 0 ? <p className="dim">No attribute has that in its name or value.</p> : null}
    </>
  );
}

export function Tags({ resource }: PartProps) {
  const tags = Object.entries(resource.tags);
  if (tags.length === 0) return <p className="dim">It has none.</p>;
  return <Facts items={tags.map(([name, value]): [string, ReactNode] => [name, <Link key={name} to="/inventory" search={{ tag: `${name}=${value}` }} className="breaks" title="Everything with this tag">{value === '' ? '(empty)' : value}</Link>])} />;
}

const atOnce = 8;

function Group({ words, relations }: { words: string; relations: Relation[] }) {
  const typeName = useTypeName();
  const [isAll, setAll] = useState(false);
  const shown = isAll || relations.length <= atOnce + 1 ? relations : relations.slice(0, atOnce);
  return (
    <section className="relation-group">
      <h3>{words}{relations.length > 1 ? <span className="num"> {count(relations.length)}</span> : null}</h3>
      <ul>
        {shown.map((each) => (
          <li key={each.id}>
            {isExternal(each) ? <span className="inline"><span className="breaks" title={each.id}>{shortId(each.id)}</span><Copy text={each.id} what="the full id" /></span> : <Link to="/inventory/resource" search={{ id: each.id }} className="breaks" title={each.id}>{each.name ?? shortId(each.id)}</Link>}
            <span className="dim">{isExternal(each) ? 'external: not collected here' : each.type === null ? '' : typeName(each.type)}</span>
          </li>
        ))}
      </ul>
      {shown.length < relations.length ? <button type="button" className="link-button" onClick={() => setAll(true)}>Show all {count(relations.length)}</button> : null}
    </section>
  );
}

/** Both ways, by what they are to it. */
export function Relations({ resource }: PartProps) {
  const groups = grouped(resource.relations);
  if (groups.length === 0) return <p className="dim">None known: nothing that was read points at it, and it points at nothing.</p>;
  return <>{groups.map(([words, relations]) => <Group key={words} words={words} relations={relations} />)}</>;
}

const fieldWords = (field: string): string => (field.startsWith('tag:') ? `Tag ${field.slice(4)}` : attributeWords(field));
const nothing = new Map<string, Relation>();

export function Versions({ resource }: PartProps) {
  const versions = [...resource.versions].sort((a, b) => (a.valid_from < b.valid_from ? 1 : -1));
  return (
    <ol className="history versions">
      {versions.map((version, index) => (
        <li key={version.valid_from}>
          <span className="version-dot" aria-hidden="true" />
          <div className="version">
            <p><strong>{index === versions.length - 1 ? 'First seen' : plural(version.changed.length, 'change')}</strong> <span className="dim">· <Time at={version.valid_from} />, {absolute(version.valid_from, undefined, false)}</span></p>
            {version.changes.length === 0 ? null : (
              <dl className="version-changes">
                {version.changes.map(({ field, before, after }) => (
                  <div key={field}>
                    <dt>{fieldWords(field)}</dt>
                    <dd><span className="was"><span className="visually-hidden">was </span><Shown value={before ?? null} known={nothing} /></span> <span aria-hidden="true" className="dim">→</span><span className="visually-hidden"> is now </span> <Shown value={after ?? null} known={nothing} /></dd>
                  </div>
                ))}
              </dl>
            )}
            {resource.gone_at != null && index === 0 ? <p className="tone-bad">Gone since <Time at={resource.gone_at} /></p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** The provider's own answer: large and seldom needed, so it is asked for only on request. */
export function Raw({ resource }: PartProps) {
  const [isWanted, setWanted] = useState(false);
  const raw = useQuery(rawQuery(resource.id, isWanted));
  if (!resource.has_raw) return <p className="dim">None is kept of it. An extraction keeps what the provider answers, unless KEEP_RAW is off.</p>;
  if (!isWanted) return <div className="raw-ask"><p className="dim">What the provider answered, word for word. Secrets in it were removed before it was kept.</p><Button variant="default" onClick={() => setWanted(true)}>Show the raw answer</Button></div>;
  return (
    <Loaded of={raw} skeleton={<Rows count={4} />}>
      {(data) => {
        const text = JSON.stringify(data.raw, null, 2);
        return <><p className="dim raw-note">Read <Time at={data.read_at} />. Secrets were removed before it was kept. <Copy text={text} what="the raw answer" /></p><pre className="raw" tabIndex={0}>{text}</pre></>;
      }}
    </Loaded>
  );
}
