import { defineRule, fail, notApplicable, numberOf, pass, type RemediationStep, unknown, wordsOf } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { isLinuxOnDemand } from './instance-type-change.ts';
import { cents, hoursPerMonth } from './prices.ts';

const hourMs = 3_600_000;
const hoursPerWeek = 168;

export const awsEc2AlwaysOnNonprod = defineRule({
  id: 'aws-ec2-always-on-nonprod',
  title: 'Instance of a test environment runs day and night',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Instance,
  parameters: {
    running_hours: { value: 168, help: 'Hours since its last start from which it counts as always on' },
    off_hours_a_week: { value: 108, help: 'Hours a week in which nobody needs it: 19:00 to 07:00 and weekends' },
    tag_names: { value: 'env,environment,stage', help: 'Tags that name the environment' },
    nonprod_values: { value: 'dev,develop,development,test,testing,staging,qa,uat,sandbox,nonprod,non-prod,preprod', help: 'Their values that mean no production' },
  },
  rationale: 'Nobody works with a test environment at night and on weekends, and that is two thirds of its hours.',

  evaluate({ attributes, region, tags }, { now, parameters, prices }) {
    const names = wordsOf(parameters, 'tag_names');
    const values = wordsOf(parameters, 'nonprod_values');
    const tag = Object.entries(tags).find(([name, value]) => names.has(name.toLowerCase()) && values.has(value.trim().toLowerCase()));
    if (tag === undefined || attributes.lifecycle !== 'on-demand') return notApplicable;
    if (attributes.state !== 'running') return pass;
    if (attributes.launched_at === null) return unknown('AWS does not say when it was started.');
    if (now.getTime() - Date.parse(attributes.launched_at) < numberOf(parameters, 'running_hours') * hourMs) return pass;
    const offHours = numberOf(parameters, 'off_hours_a_week');
    const price = isLinuxOnDemand(attributes) ? prices.unit(region, `ec2.${attributes.instance_type}`) : undefined;
    return fail({
      summary: `${tag[0]} is ${tag[1]}, and it has been running since ${attributes.launched_at.slice(0, 10)}.`,
      evidence: { [`tag:${tag[0]}`]: tag[1], state: attributes.state, launched_at: attributes.launched_at, instance_type: attributes.instance_type },
      ...(price === undefined ? {} : {
        saving: {
          monthly: cents((price.usd * hoursPerMonth * offHours) / hoursPerWeek),
          currency: 'USD',
          formula: `${hoursPerMonth} h × $${price.usd} (${attributes.instance_type}) × ${offHours} of ${hoursPerWeek} h a week`,
          source: price.source,
          priceDate: price.date,
          bound: price.source === 'shipped-table' ? 'estimate' : 'upper',
          confidence: 'medium',
        },
      }),
    });
  },

  remediation({ attributes, region, tags }) {
    const group = tags['aws:autoscaling:groupName'];
    if (group !== undefined) return scalingSchedule(group, region);
    return [stopOrStart('stop', '0 19 ? * MON-FRI *', attributes.instance_id, region), stopOrStart('start', '0 7 ? * MON-FRI *', attributes.instance_id, region)];
  },
});

function stopOrStart(verb: 'stop' | 'start', cron: string, instanceId: string, region: string): RemediationStep {
  const target = JSON.stringify({ Arn: `arn:aws:scheduler:::aws-sdk:ec2:${verb}Instances`, RoleArn: 'ROLE_ARN', Input: JSON.stringify({ InstanceIds: [instanceId] }) });
  return {
    command: `aws scheduler create-schedule --region ${region} --name ${verb}-${instanceId} --schedule-expression "cron(${cron})" --flexible-time-window Mode=OFF --target '${target}'`,
    undo: `aws scheduler delete-schedule --region ${region} --name ${verb}-${instanceId}`,
    permission: 'scheduler:CreateSchedule',
  };
}

/** What a group keeps running would be replaced when it is stopped by itself. */
function scalingSchedule(group: string, region: string): RemediationStep[] {
  const name = `'${group.replaceAll("'", `'\\''`)}'`;
  const action = (title: string, cron: string, size: string): RemediationStep => ({
    command: `aws autoscaling put-scheduled-update-group-action --region ${region} --auto-scaling-group-name ${name} --scheduled-action-name ${title} --recurrence "${cron}" ${size}`,
    undo: `aws autoscaling delete-scheduled-action --region ${region} --auto-scaling-group-name ${name} --scheduled-action-name ${title}`,
    permission: 'autoscaling:PutScheduledUpdateGroupAction',
  });
  return [action('evening', '0 19 * * 1-5', '--min-size 0 --desired-capacity 0'), action('morning', '0 7 * * 1-5', '--min-size SIZE --desired-capacity SIZE')];
}
