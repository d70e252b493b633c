import { type MetricQuestion, numberOf, type Parameters } from '../../../core/rule.ts';

/** Reads and writes of a volume, counted. AWS reports them only while an instance that it is attached to runs. */
export function operationsOf(volumeId: string, parameters: Parameters): Record<'reads' | 'writes', MetricQuestion> {
  const question = (name: string): MetricQuestion => ({ namespace: 'AWS/EBS', name, statistic: 'sum', isHourly: true, days: numberOf(parameters, 'days'), dimensions: { VolumeId: volumeId } });
  return { reads: question('VolumeReadOps'), writes: question('VolumeWriteOps') };
}
