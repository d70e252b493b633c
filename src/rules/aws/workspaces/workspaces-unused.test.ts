import { describe, expect, it } from 'vitest';
import { anAws } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsWorkspacesWorkspace } from '../../../providers/aws/workspaces/workspace.ts';
import { awsWorkspacesUnused } from './workspaces-unused.ts';

const workspace = (attributes: Parameters<typeof anAws<typeof awsWorkspacesWorkspace.attributes>>[1] = {}) =>
  anAws(awsWorkspacesWorkspace, { workspace_id: 'ws-1', state: 'AVAILABLE', running_mode: 'ALWAYS_ON', use_known: true, last_connected_at: isoDaysAgo(100), ...attributes }, { createdAt: undefined });
const quiet = { metrics: { connected: {} } };

describe('a WorkSpace', () => {
  it.each([
    ['to which nobody connected for long', workspace(), {}, 'fail'],
    ['that stops by itself', workspace({ running_mode: 'AUTO_STOP', state: 'STOPPED' }), {}, 'fail'],
    ['of which no connection is known', workspace({ last_connected_at: null }), quiet, 'fail'],
    ['of which no connection is known, and that never ran', workspace({ last_connected_at: null }), { metrics: { connected: { points: 0, coveredDays: 0 } } }, 'fail'],
    ['to which somebody connected lately', workspace({ last_connected_at: isoDaysAgo(59) }), {}, 'pass'],
    ['of which only the metric knows a connection', workspace({ last_connected_at: null }), { metrics: { connected: { maximum: 1 } } }, 'pass'],
    ['without a connection, first seen last month', workspace({ last_connected_at: null }), { ...quiet, firstSeen: daysAgo(30) }, 'pass'],
    ['of which no connection is known, nor the metric', workspace({ last_connected_at: null }), {}, 'unknown'],
    ['of which AWS did not tell', workspace({ use_known: false, last_connected_at: null }), quiet, 'unknown'],
    ['of no known state', workspace({ state: null }), {}, 'unknown'],
    ['that stands by for another', workspace({ standby_of: 'ws-9' }), {}, 'not_applicable'],
    ['that is suspended', workspace({ state: 'SUSPENDED' }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsWorkspacesUnused, resource, circumstances)).toBe(expected);
  });

  it('says how it is paid for, and is paid by the hour before it goes', () => {
    expect(judge(awsWorkspacesUnused, workspace())).toMatchObject({ summary: `Last connected on ${isoDaysAgo(100).slice(0, 10)}; it is paid for by the month.` });
    expect(judge(awsWorkspacesUnused, workspace({ running_mode: 'AUTO_STOP', last_connected_at: null }), quiet)).toMatchObject({ summary: 'No connection is known, and none was made in 60 days.' });
    const verbs = (mode: string) => awsWorkspacesUnused.remediation(workspace({ running_mode: mode })).map(({ command }) => command.split(' ')[2]);
    expect([verbs('ALWAYS_ON'), verbs('AUTO_STOP')]).toEqual([['modify-workspace-properties', 'terminate-workspaces'], ['terminate-workspaces']]);
  });
});
