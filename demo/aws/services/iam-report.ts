import { type Answer, queryAnswer, Refusal } from '../answer.ts';
import { type AccessKey, each, listing, type User, userArn } from '../estate.ts';
import { type Call, estateOf } from '../world.ts';
import { tag } from '../xml.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';

const reportTime = (at: string): string => at.replace(/(\.\d+)?Z$/, '+00:00');
const timeOr = (at: string | undefined, otherwise: string): string => (at === undefined ? otherwise : reportTime(at));

function keyColumns(key: AccessKey | undefined): string {
  if (key === undefined) return 'false,N/A,N/A,N/A,N/A';
  return `${key.isActive},${reportTime(key.createdAt)},${timeOr(key.lastUsedAt, 'N/A')},${key.lastUsedRegion ?? 'N/A'},${key.lastUsedService ?? 'N/A'}`;
}

function userRow(account: string, user: User): string {
  const password = user.hasPassword
    ? `true,${timeOr(user.passwordLastUsedAt, 'no_information')},${timeOr(user.passwordChangedAt, 'N/A')},N/A`
    : 'false,N/A,N/A,N/A';
  return `${user.name},${userArn(account, user)},${reportTime(user.createdAt)},${password},${user.hasMfa},${keyColumns(user.keys[0])},${keyColumns(user.keys[1])},false,N/A,false,N/A`;
}

function reportOf(call: Call): string {
  const noKey = keyColumns(undefined);
  const root = `<root_account>,arn:aws:iam::${call.account}:root,2021-03-04T09:30:00+00:00,not_supported,no_information,not_supported,not_supported,true,${noKey},${noKey},false,N/A,false,N/A`;
  const rows = [header, root];
  for (const user of each(listing(estateOf(call), 'users'))) rows.push(userRow(call.account, user));
  return rows.join('\n');
}

export const credentialReportOperations: Record<string, (call: Call) => Answer> = {
  /** Started at the first ask, complete at the next; then the same report until the estate is changed. */
  GenerateCredentialReport({ world, account }) {
    const report = world.reports.get(account);
    if (report === undefined) {
      world.reports.set(account, { state: 'started', madeAt: world.now() });
      const text = 'No report exists. Starting a new report generation task';
      return queryAnswer('iam', 'GenerateCredentialReport', tag('State', 'STARTED') + tag('Description', text));
    }
    report.state = 'complete';
    return queryAnswer('iam', 'GenerateCredentialReport', tag('State', 'COMPLETE'));
  },

  GetCredentialReport(call) {
    const report = call.world.reports.get(call.account);
    if (report === undefined) throw new Refusal(410, 'ReportNotPresent', 'No report found. Use GenerateCredentialReport to generate one.');
    if (report.state === 'started') throw new Refusal(404, 'ReportInProgress', 'Report generation is still in progress.');
    const content = Buffer.from(reportOf(call)).toString('base64');
    const inner = tag('Content', content) + '<ReportFormat>text/csv</ReportFormat>' + tag('GeneratedTime', report.madeAt.toISOString().replace(/\.\d+Z$/, 'Z'));
    return queryAnswer('iam', 'GetCredentialReport', inner);
  },
};
