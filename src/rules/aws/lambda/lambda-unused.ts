import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsLambdaFunction } from '../../../providers/aws/lambda/function.ts';
import { isTooYoung, metricPermission } from '../facts.ts';

export const awsLambdaUnused = defineRule({
  id: 'aws-lambda-unused',
  title: 'Nothing calls the function',
  category: 'waste',
  severity: 'informational',
  resourceType: awsLambdaFunction,
  parameters: { days: { value: 90, help: 'Days without a call' } },
  rationale: 'A function that nothing calls keeps its rights, its old libraries and its place in the quota of code.',
  metrics: ({ attributes }, parameters) => ({ calls: { namespace: 'AWS/Lambda', name: 'Invocations', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { FunctionName: attributes.function_name } } }),

  evaluate(lambda, context) {
    const { attributes, createdAt, region } = lambda;
    const days = numberOf(context.parameters, 'days');
    // AWS does not say when it was made: what was changed before the window was there all along.
    const modified = attributes.modified_at === null ? undefined : new Date(attributes.modified_at);
    if (isTooYoung({ createdAt: createdAt ?? modified }, context) || (modified !== undefined && daysBetween(modified, context.now) < days)) return pass;
    const calls = context.metric('calls');
    if (calls === undefined) return noMetric('Invocations', metricPermission);
    if (calls.sum > 0) return pass;
    return fail({
      summary: `Not called in ${days} days${region === 'us-east-1' ? ', unless CloudFront runs it elsewhere' : ''}.`,
      evidence: { invocations: 0, runtime: attributes.runtime, modified_at: attributes.modified_at, since: calls.since, until: calls.until },
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws lambda get-function --region ${region} --function-name ${attributes.function_name} > function.json`,
      undo: 'Nothing to undo: it keeps the settings and, for ten minutes, a link to the code to fetch.',
      permission: 'lambda:GetFunction',
    },
    {
      command: `aws lambda delete-function --region ${region} --function-name ${attributes.function_name}`,
      undo: `aws lambda create-function --region ${region} --function-name ${attributes.function_name} --role ${attributes.role_arn ?? 'ROLE_ARN'} --zip-file fileb://code.zip (with the settings that were kept)`,
      permission: 'lambda:DeleteFunction',
    },
  ],
});
