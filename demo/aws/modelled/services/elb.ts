import { computed } from '../../generate/estate.ts';
import { type AskedBy, pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';
import { classicAt, classicCount, classicHealth, classicSettings } from './elb-classic.ts';
import { balancerAt, balancerCount, balancerSettings, groupCount, listenersAt, numberIn, rulesAt, tagsAt, targetGroupAt, targetsAt } from './elb-estate.ts';

function page(count: number, make: (number: number) => Fields, list: string, input: Fields, asked: AskedBy): Fields {
  return pageOfFields(computed(count, make) as unknown as readonly unknown[], input, { size: 'PageSize', token: 'Marker', next: 'NextMarker', list, standard: 400 }, asked);
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const tagKind = (arn: string): number => (arn.includes(':targetgroup/') ? 76 : arn.includes(':listener/') ? 77 : 75);

const today: Record<string, (input: Fields, place: Place, asked: AskedBy) => Fields> = {
  DescribeLoadBalancers: (input, place, asked) => page(balancerCount(place), (number) => balancerAt(place, number), 'LoadBalancers', input, asked),
  DescribeTargetGroups: (input, place, asked) => page(groupCount(place), (number) => targetGroupAt(place, number), 'TargetGroups', input, asked),
  DescribeListeners: (input, place, asked) => {
    const listeners = listenersAt(place, numberIn(input['LoadBalancerArn']));
    return page(listeners.length, (index) => listeners[index]!, 'Listeners', input, asked);
  },
  DescribeRules: (input, place, asked) => {
    const rules = rulesAt(place, String(input['ListenerArn']));
    return page(rules.length, (index) => rules[index]!, 'Rules', input, asked);
  },
  DescribeTags: (input, place) => ({ TagDescriptions: texts(input['ResourceArns']).map((ResourceArn) => ({ ResourceArn, Tags: tagList(tagsAt(place, tagKind(ResourceArn), numberIn(ResourceArn))) })) }),
  DescribeLoadBalancerAttributes: (input) => ({ Attributes: balancerSettings(numberIn(input['LoadBalancerArn'])) }),
  DescribeTargetHealth: (input, place) => ({ TargetHealthDescriptions: targetsAt(place, numberIn(input['TargetGroupArn'])) }),
  DescribeTargetGroupAttributes: (input) => ({ Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }, { Key: 'stickiness.enabled', Value: String(numberIn(input['TargetGroupArn']) % 4 === 0) }] }),
};

const classic: Record<string, PlacedAnswerer> = {
  DescribeLoadBalancers: (input, place, asked) => page(classicCount(place), (number) => classicAt(place, number), 'LoadBalancerDescriptions', input, asked),
  DescribeTags: (input, place) => ({ TagDescriptions: texts(input['LoadBalancerNames']).map((LoadBalancerName) => ({ LoadBalancerName, Tags: tagList(tagsAt(place, 78, numberIn(LoadBalancerName))) })) }),
  DescribeLoadBalancerAttributes: (input) => ({ LoadBalancerAttributes: classicSettings(numberIn(input['LoadBalancerName'])) }),
  DescribeInstanceHealth: (input, place) => ({ InstanceStates: classicHealth(place, numberIn(input['LoadBalancerName'])) }),
};

const of = (client: string, answers: Record<string, PlacedAnswerer>): [string, PlacedAnswerer][] => Object.entries(answers).map(([operation, answer]) => [`${client}.${operation}`, answer]);

export const elbAnswers: Readonly<Record<string, PlacedAnswerer>> = Object.fromEntries([...of('elasticloadbalancingv2', today), ...of('elasticloadbalancing', classic)]);
