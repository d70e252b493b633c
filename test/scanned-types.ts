import { awsResourceTypes } from '../src/providers/index.ts';
import { rules } from '../src/rules/index.ts';
import { typesThatRulesRead } from '../src/scans/plan-targets.ts';

const read = typesThatRulesRead(rules.values());

/** What a scan of AWS lists: the types that rules look at. */
export const scannedTypes = [...awsResourceTypes.values()].filter(({ id }) => read.has(id));

/** How many targets a scan of one account has. */
export const scannedTargets = (regions: number, services: readonly string[] = []): number =>
  scannedTypes.filter(({ service }) => services.length === 0 || services.includes(service)).reduce((sum, { locality }) => sum + (locality === 'global' ? 1 : regions), 0);
