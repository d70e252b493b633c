import { useState } from 'react';
import { count } from '../format.ts';

const shownAtFirst = 8;

/** The first rows, and all of them on request. */
export function useFold<Row>(rows: readonly Row[]): { shown: readonly Row[]; more: React.ReactNode } {
  const [isOpen, setOpen] = useState(false);
  if (rows.length <= shownAtFirst) return { shown: rows, more: null };
  const more = <p className="table-more"><button type="button" className="link-button" onClick={() => setOpen(!isOpen)}>{isOpen ? 'Show fewer' : `Show all ${count(rows.length)}`}</button></p>;
  return { shown: isOpen ? rows : rows.slice(0, shownAtFirst), more };
}
