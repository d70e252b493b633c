import { type Evaluation, fail, isYoung, notApplicable, pass, type RemediationStep, type RuleContext, type Saving, unknown } from '../../../core/rule.ts';
import type { z } from 'zod';
import type { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { cents, hoursPerMonth } from './prices.ts';

type Instance = z.infer<typeof awsEc2Instance.attributes>;

/** True where the on-demand price of Linux is what it costs; licences, spot and reserved capacity have other prices. */
export const isLinuxOnDemand = ({ platform, lifecycle }: Instance): boolean => lifecycle === 'on-demand' && (platform ?? 'Linux/UNIX') === 'Linux/UNIX';

/** The same size of another family, where the families are known: `m4.large` → `m5.large`. */
export function sameSizeOf(type: string, families: Readonly<Record<string, string>>): string | undefined {
  const [family, size] = type.split('.');
  const other = family === undefined || !Object.hasOwn(families, family) ? undefined : families[family];
  return other === undefined || size === undefined ? undefined : `${other}.${size}`;
}

/** Judges the move of a running instance to a type that does the same: flagged where that type costs less. */
export function judgeTypeChange(
  instance: { attributes: Instance; region: string; createdAt: Date | undefined },
  other: string | undefined,
  { now, prices }: RuleContext,
  words: { summary: string; confidence: Saving['confidence'] },
): Evaluation {
  const { attributes, region, createdAt } = instance;
  const type = attributes.instance_type;
  if (other === undefined || attributes.state !== 'running' || !isLinuxOnDemand(attributes)) return notApplicable;
  if (isYoung(createdAt, now)) return pass;
  const from = prices.unit(region, `ec2.${type}`);
  const to = prices.unit(region, `ec2.${other}`);
  if (from === undefined || to === undefined) return unknown(`The price of ${from === undefined ? type : other} in ${region} is not known.`);
  if (to.usd >= from.usd) return pass;
  const isShipped = [from, to].some(({ source }) => source === 'shipped-table');
  return fail({
    summary: words.summary,
    evidence: { instance_type: type, newer_type: other, usd_per_hour: from.usd, newer_usd_per_hour: to.usd },
    saving: {
      monthly: cents((from.usd - to.usd) * hoursPerMonth),
      currency: 'USD',
      formula: `${hoursPerMonth} h × ($${from.usd} (${type}) − $${to.usd} (${other}))`,
      source: isShipped ? 'shipped-table' : 'aws-price-list',
      priceDate: from.date < to.date ? from.date : to.date,
      // Reserved capacity and savings plans may already pay less than the list price.
      bound: isShipped ? 'estimate' : 'upper',
      confidence: words.confidence,
    },
  });
}

/** The type changes only while the instance is stopped. */
export function typeChange(instanceId: string, region: string, from: string, to: string): RemediationStep[] {
  const modify = (type: string): string => `aws ec2 modify-instance-attribute --region ${region} --instance-id ${instanceId} --instance-type ${type}`;
  const start = `aws ec2 start-instances --region ${region} --instance-ids ${instanceId}`;
  const stop = `aws ec2 stop-instances --region ${region} --instance-ids ${instanceId}`;
  return [
    { command: stop, undo: start, permission: 'ec2:StopInstances' },
    { command: modify(to), undo: modify(from), permission: 'ec2:ModifyInstanceAttribute' },
    { command: start, undo: stop, permission: 'ec2:StartInstances' },
  ];
}
