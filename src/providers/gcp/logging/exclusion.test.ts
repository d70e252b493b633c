import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpLoggingExclusion } from './exclusion.ts';

describe('an exclusion', () => {
  reads(gcpLoggingExclusion, { listed: { name: 'noise', filter: 'severity<INFO', disabled: true } }, { uid: '//logging.googleapis.com/projects/shop/exclusions/noise', name: 'noise', attributes: { disabled: true }, relations: [] });
});
