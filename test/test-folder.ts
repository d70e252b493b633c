import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of this run alone, deleted at its end. */
    testFolder: string;
  }
}

/** What the test files of one run share on the disk; see `open-test-store.ts`. */
export function setup(project: TestProject): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'roundsman-test-'));
  project.provide('testFolder', folder);
  return () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
