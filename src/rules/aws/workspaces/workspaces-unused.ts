import { defineRule, fail, noMetric, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsWorkspacesWorkspace } from '../../../providers/aws/workspaces/workspace.ts';
import { isTooYoung, metricPermission } from '../facts.ts';

interface WorkspaceLike {
  workspace_id: string;
  state: string | null;
  running_mode: string | null;
  use_known: boolean;
  last_connected_at: string | null;
  standby_of: string | null;
}

/** Not yet there, on the way out, or stopped by AWS itself. */
const leftAlone = new Set(['PENDING', 'TERMINATING', 'TERMINATED', 'SUSPENDED', 'ERROR']);
const isJudged = ({ state, standby_of: primary }: WorkspaceLike): boolean => state !== null && !leftAlone.has(state) && primary === null;

/**
 * Without a saving: what a WorkSpace costs goes by its bundle and by whose licence it runs on, which its description does not tell.
 * One of which AWS knows no connection at all is asked for by its metric: a running one says whether a user is connected, and
 * nobody connects to one that does not run. https://docs.aws.amazon.com/workspaces/latest/adminguide/cloudwatch-metrics.html
 */
export const awsWorkspacesUnused = defineRule({
  id: 'aws-workspaces-unused',
  title: 'Nobody connects to the WorkSpace',
  category: 'waste',
  severity: 'medium',
  resourceType: awsWorkspacesWorkspace,
  parameters: { days: { value: 60, help: 'Days without a connection; one that never had any counts from the day it was first seen here' } },
  rationale: 'A WorkSpace is paid for by the month, or by a base fee and the hour, whether or not anybody works in it.',
  metrics({ attributes }, parameters) {
    if (!isJudged(attributes) || !attributes.use_known || attributes.last_connected_at !== null) return {};
    return { connected: { namespace: 'AWS/WorkSpaces', name: 'UserConnected', statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { WorkspaceId: attributes.workspace_id } } };
  },

  evaluate(workspace, context) {
    const { attributes } = workspace;
    if (attributes.state === null) return unknown('AWS does not say in which state the WorkSpace is.');
    if (!isJudged(attributes)) return notApplicable;
    if (!attributes.use_known) return unknown('AWS did not tell of its connections.');
    const days = numberOf(context.parameters, 'days');
    const last = attributes.last_connected_at;
    if (last !== null && daysBetween(new Date(last), context.now) < days) return pass;
    if (last === null) {
      if (isTooYoung(workspace, context)) return pass;
      const connected = context.metric('connected');
      if (connected === undefined) return noMetric('UserConnected', metricPermission);
      if (connected.maximum > 0) return pass;
    }
    return fail({
      summary: `${last === null ? `No connection is known, and none was made in ${days} days` : `Last connected on ${last.slice(0, 10)}`}${attributes.running_mode === 'ALWAYS_ON' ? '; it is paid for by the month.' : '.'}`,
      evidence: { last_connected_at: last, running_mode: attributes.running_mode, compute_type: attributes.compute_type, user_name: attributes.user_name, state: attributes.state },
    });
  },

  remediation({ attributes: { workspace_id: id, running_mode: mode, bundle_id: bundle, directory_id: directory, user_name: user }, region }) {
    const change = (to: string): string => `aws workspaces modify-workspace-properties --region ${region} --workspace-id ${id} --workspace-properties RunningMode=${to}`;
    const byTheHour: RemediationStep = { command: change('AUTO_STOP'), undo: change('ALWAYS_ON'), permission: 'workspaces:ModifyWorkspaceProperties' };
    return [
      ...(mode === 'ALWAYS_ON' ? [byTheHour] : []),
      {
        command: `aws workspaces terminate-workspaces --region ${region} --terminate-workspace-requests ${id}`,
        undo: `aws workspaces create-workspaces --region ${region} --workspaces DirectoryId=${directory ?? 'DIRECTORY_ID'},UserName=${user ?? 'USER'},BundleId=${bundle ?? 'BUNDLE_ID'} (empty: what was on its volumes is gone, so it is copied first)`,
        permission: 'workspaces:TerminateWorkspaces',
      },
    ];
  },
});
