import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpLoggingMetric } from './metric.ts';

describe('a metric', () => {
  reads(gcpLoggingMetric, { asset: { name: '//logging.googleapis.com/projects/123/metrics/errors' }, listed: { name: 'errors', filter: 'severity>=ERROR', metricDescriptor: { type: 'logging.googleapis.com/user/errors' } } }, { uid: '//logging.googleapis.com/projects/shop/metrics/errors', name: 'errors', attributes: { filter: 'severity>=ERROR', metric_type: 'logging.googleapis.com/user/errors' }, relations: [] });
});
