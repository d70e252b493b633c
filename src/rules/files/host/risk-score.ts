import { type HostFile, hasOtherContent } from './changes.ts';

export interface RiskScore {
  /** From 0 to 100. */
  score: number;
  level: 'critical' | 'high' | 'medium' | 'low';
  /** What the score is the sum of. */
  parts: { content: number; changed_lines: number; size: number };
}

const mebibyte = 1 << 20;
const toTenths = (value: number): number => Math.round(value * 10) / 10;

/** 50 for changed content, up to 30 for a fifth of the changed lines, up to 20 for each 10 MiB. Unknown lines count as none. */
export function riskScore(file: HostFile): RiskScore {
  const parts = {
    content: hasOtherContent(file) ? 50 : 0,
    changed_lines: toTenths(Math.min(30, (file.changed_lines ?? 0) / 5)),
    size: toTenths(Math.min(20, (file.size_bytes ?? 0) / (10 * mebibyte))),
  };
  const score = toTenths(parts.content + parts.changed_lines + parts.size);
  return { score, level: score >= 70 ? 'critical' : score >= 40 ? 'high' : score >= 15 ? 'medium' : 'low', parts };
}
