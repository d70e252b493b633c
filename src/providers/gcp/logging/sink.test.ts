import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpLoggingSink } from './sink.ts';

describe('a sink', () => {
  reads(gcpLoggingSink, { asset: { name: '//logging.googleapis.com/projects/123/sinks/audit' }, listed: { name: 'audit', destination: 'bigquery.googleapis.com/projects/shop/datasets/logs', filter: 'severity>=ERROR', exclusions: [{ name: 'noise' }], writerIdentity: 'serviceAccount:x@y' } }, {
    uid: '//logging.googleapis.com/projects/shop/sinks/audit', name: 'audit', attributes: { exclusions: ['noise'], disabled: false }, relations: [{ kind: 'logs-to', uid: '//bigquery.googleapis.com/projects/shop/datasets/logs' }],
  });
});
