import fs from 'node:fs';
import path from 'node:path';
import type { Question } from './questions.ts';
import type { Planted } from './start-proxy.ts';

/** What one tool did with the estate. */
export interface Outcome {
  exit: number | 'stopped';
  wallMs: number;
  peakMb: number;
  /** Ids by question; a question that the tool does not ask is not there. */
  found: Map<Question, Set<string>>;
  /** What the tool itself says it could not read. */
  lost: string;
}

export interface Tool {
  name: string;
  version: string;
  run(options: RunOptions): Promise<Outcome>;
}

export interface RunOptions {
  url: string;
  /** Empty, and the tool's own. */
  folder: string;
  planted: Planted;
}

/** A peer that takes longer is stopped and shown as such. */
export const timeoutMs = 10 * 60_000;

/** Nothing of the machine's own AWS configuration, and a home that is thrown away. */
export function peerEnvironment(url: string, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|PYTHON)/.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    PYTHONPATH: path.join(import.meta.dirname, 'loopback'),
    AWS_ACCESS_KEY_ID: 'AKIABENCH',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

export function collected(questions: Iterable<Question>): Map<Question, Set<string>> {
  return new Map([...questions].map((question) => [question, new Set<string>()]));
}

/** What a log says of failed calls; the same line may name several. */
export function troubles(log: string): string {
  const lines = log.split('\n').filter((line) => /\bERROR\b|\bCRITICAL\b/.test(line));
  const throttled = lines.filter((line) => /RequestLimitExceeded|Throttling|SlowDown|Rate exceeded|reduce your request rate/i.test(line));
  return `${lines.length} errors logged, ${throttled.length} of throttling`;
}

/** Undefined where there is none, or only the half that a stopped tool left. */
export function readJson<Content>(file: string, before = /^/): Content | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8').replace(before, '')) as Content;
  } catch {
    return undefined;
  }
}
