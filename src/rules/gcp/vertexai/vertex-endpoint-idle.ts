import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpVertexaiEndpoint } from '../../../providers/gcp/vertexai/endpoint.ts';
import { machineParts } from '../compute/machine-cost.ts';
import { afterDays, counted, isTooYoung, type PricedPart, quoted, savedBy } from '../facts.ts';

const metric = 'aiplatform.googleapis.com/prediction/online/prediction_count';

export const gcpVertexEndpointIdle = defineRule({
  id: 'gcp-vertex-endpoint-idle',
  title: 'Endpoint predicts nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpVertexaiEndpoint,
  parameters: afterDays(7),
  rationale: 'The machines of a deployed model are paid for by the hour, whether or not anybody asks.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.deployed_models.length === 0 ? {} : { predictions: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { endpoint_id: attributes.endpoint_id } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    const { deployed_models: models } = attributes;
    if (models.length === 0) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const predictions = counted(context, { predictions: metric });
    if ('evaluation' in predictions) return predictions.evaluation;
    if (predictions.sum > 0) return pass;
    const parts = models.map(({ machine_type: type, min_replicas: replicas, has_accelerator: isAccelerated }): PricedPart[] | undefined => (type === null || replicas === null || isAccelerated ? undefined : machineParts(type, replicas)));
    return fail({
      summary: `Nobody asked its ${models.length} deployed model${models.length === 1 ? '' : 's'} in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { predictions: 0, deployed_models: models },
      // The price of an accelerator is not in the name of the machine.
      ...(parts.includes(undefined) ? {} : savedBy(region, context.prices, 'high', parts.flatMap((part) => part ?? []))),
    });
  },

  remediation: ({ attributes, account, region }) => [{ command: `gcloud ai endpoints undeploy-model ${quoted(attributes.endpoint_id)} --deployed-model-id=ID --region=${quoted(region)} --project=${quoted(account)}`, undo: `gcloud ai endpoints deploy-model ${quoted(attributes.endpoint_id)} --model=MODEL`, permission: 'aiplatform.endpoints.undeploy' }],
});
