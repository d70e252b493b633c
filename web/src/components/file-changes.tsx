import { useState } from 'react';
import { changesText, fieldName, isWrong, modeLetters, type AuditFileDetail } from '../audit-words.ts';
import { absolute, bytes, count } from '../format.ts';
import { Copy } from './parts.tsx';

type Field = AuditFileDetail['fields'][number];

/** As people read it, with the exact value beside it where that differs. */
function shown(name: string, value: Field['before']): string {
  if (value === null) return 'none';
  if (name === 'size' && typeof value === 'number') return value < 1024 ? `${count(value)} bytes` : `${bytes(value)} (${count(value)} bytes)`;
  if (name === 'mode') return `${value} (${modeLetters(String(value))})`;
  if (name === 'modified' || name === 'changed') return absolute(String(value));
  return String(value);
}

function FieldRow({ field, isChanged }: { field: Field; isChanged: boolean }) {
  const isHash = field.name === 'sha256' || field.name === 'extended';
  const value = (of: Field['before'], word: string) => <span className={isHash ? 'breaks field-hash' : 'breaks'}><span className="visually-hidden">{word}: </span>{of === null ? <span className="dim">none</span> : shown(field.name, of)}</span>;
  return (
    <tr data-changed={isChanged}>
      <th scope="row">{fieldName(field.name)}{isHash && field.after !== null ? <Copy text={String(field.after)} what="the hash" /> : null}</th>
      {isChanged ? <><td className="field-before">{value(field.before, 'before')}</td><td className="field-after">{value(field.after, 'after')}</td></> : <td colSpan={2}>{value(field.after ?? field.before, 'is')}</td>}
    </tr>
  );
}

function Diff({ text }: { text: string }) {
  return (
    <section className="panel-section">
      <h3>Lines that changed <Copy text={text} what="the diff" /></h3>
      <pre className="diff" tabIndex={0} aria-label="Lines that changed">
        {text.replace(/\n$/, '').split('\n').map((line, index) => <span key={index} className={line.startsWith('@@') ? 'diff-at' : line.startsWith('+') ? 'diff-plus' : line.startsWith('-') ? 'diff-minus' : undefined}>{line === '' ? ' ' : line}{'\n'}</span>)}
      </pre>
      <p className="read-by dim">Passwords and keys are masked.</p>
    </section>
  );
}

/** Each field as accepted and as seen: what differs first, the rest on demand. */
export function FileChanges({ file }: { file: AuditFileDetail }) {
  const [isAll, setAll] = useState(false);
  const differs = (field: Field): boolean => field.before !== field.after;
  const known = file.fields.filter((field) => field.before !== null || field.after !== null);
  const changed = known.filter(differs);
  const same = known.filter((field) => !differs(field));
  const wrong = isWrong(file.status);
  return (
    <div className="panel-tab">
      {wrong ? <p className="lead">{file.status === 'missing' ? 'The file is gone.' : file.status === 'added' ? 'Nobody has accepted this file: it was not here before.' : `Not as accepted: ${changesText(file.changes).toLowerCase()}.`}</p> : null}
      {file.diff === null ? null : <Diff text={file.diff} />}
      {file.diff === null && file.status === 'tampered' && file.changes.includes('content') ? <p className="dim field-note no-lines">The lines that changed are not shown: that needs a small text file that everybody on this machine may read.</p> : null}
      <section className="panel-section">
        {changed.length === 0 || !wrong ? null : (
          <table className="fields-table">
            <thead><tr><th>Field</th><th>As accepted</th><th>As seen</th></tr></thead>
            <tbody>{changed.map((field) => <FieldRow key={field.name} field={field} isChanged />)}</tbody>
          </table>
        )}
        {wrong && !isAll ? <button type="button" className="link-button fields-more" onClick={() => setAll(true)}>Show the {same.length} fields that did not change</button> : (
          <table className="fields-table"><tbody>{same.map((field) => <FieldRow key={field.name} field={field} isChanged={false} />)}</tbody></table>
        )}
      </section>
    </div>
  );
}
