import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsOpensearchDomain } from '../../../providers/aws/opensearch/domain.ts';
import { fewDays, hoursPerMonth, isTooYoung, metricPermission, type PricedPart, savedBy } from '../facts.ts';

interface DomainLike {
  nodes: readonly { role: string; instance_type: string | null; count: number | null }[];
  volume_type: string | null;
  volume_gib: number | null;
}

const metricNames = ['SearchRate', 'IndexingRate'] as const;
const isLeftAlone = (status: string | null): boolean => status === 'Creating' || status === 'Deleting';

/** AWS does not say when a domain was made: it counts from the day when it was first seen here. */
export const awsOpensearchIdle = defineRule({
  id: 'aws-opensearch-idle',
  title: 'Nobody searches the OpenSearch domain',
  category: 'waste',
  severity: 'medium',
  resourceType: awsOpensearchDomain,
  parameters: { days: { value: 14, help: 'Days without a search and without a document indexed' } },
  rationale: 'The nodes of a domain and their volumes are paid for by the hour, whether or not anybody asks them.',
  metrics({ attributes, account }, parameters) {
    if (isLeftAlone(attributes.status)) return {};
    const ask = (name: string) => ({ namespace: 'AWS/ES', name, statistic: 'maximum' as const, days: numberOf(parameters, 'days'), dimensions: { DomainName: attributes.domain_name, ClientId: account } });
    return Object.fromEntries(metricNames.map((name) => [name, ask(name)]));
  },

  evaluate(domain, context) {
    const { attributes, region } = domain;
    if (attributes.status === null) return unknown('AWS does not say in which state the domain is.');
    if (isLeftAlone(attributes.status)) return notApplicable;
    const days = numberOf(context.parameters, 'days');
    const facts = metricNames.map((name) => ({ name, rate: context.metric(name) }));
    if (facts.some(({ rate }) => rate !== undefined && rate.maximum > 0)) return pass;
    if (isTooYoung(domain, context)) return pass;
    for (const { name, rate } of facts) {
      if (rate === undefined) return noMetric(name, metricPermission);
      if (!isWholeWindow(rate, days)) return fewDays(rate, days, name);
    }
    return fail({
      summary: `No search and no document indexed in ${days} days.`,
      evidence: { search_rate_maximum: 0, indexing_rate_maximum: 0, engine_version: attributes.engine_version, nodes: attributes.nodes, volume_gib: attributes.volume_gib, since: facts[0]?.rate?.since, until: facts[0]?.rate?.until },
      ...savedBy(region, context.prices, 'medium', partsOf(attributes)),
    });
  },

  // A snapshot that outlives the domain is made through its own address, for which AWS's command line has no word.
  remediation: ({ attributes: { domain_name: name }, region }) => [
    {
      command: `aws opensearch delete-domain --region ${region} --domain-name ${name}`,
      undo: `aws opensearch create-domain --region ${region} --domain-name ${name} (with the same options, and empty: AWS's snapshots go with the domain, so its indexes are first copied into a repository of your own)`,
      permission: 'es:DeleteDomain',
    },
  ],
});

/** Nodes of every role, and the volumes of the data nodes, without what is provisioned of IOPS and throughput. https://aws.amazon.com/opensearch-service/pricing/ */
function partsOf({ nodes, volume_type: volume, volume_gib: gib }: DomainLike): PricedPart[] {
  const data = nodes.find(({ role }) => role === 'data')?.count ?? 0;
  const ofNodes = nodes.map(({ instance_type: type, count }): PricedPart => [hoursPerMonth * (count ?? 0), 'h', `opensearch.${type?.replace(/\.(search|elasticsearch)$/, '') ?? 'unknown'}`]);
  return [...ofNodes, ...(volume === null ? [] : [[data * (gib ?? 0), 'GiB', `opensearch.storage.${volume}`] as const])];
}
