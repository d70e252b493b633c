import { z } from 'zod';
import { may } from '../../access/roles.ts';
import { AppError } from '../../core/errors.ts';
import { scanJob } from '../../core/jobs.ts';
import { missingOf, secretsLost } from '../../delivery/channel-settings.ts';
import { channelIds } from '../../delivery/index.ts';
import { clouds } from '../../providers/services.ts';
import { rules } from '../../rules/index.ts';
import { describeSpec } from '../../schedules/spec.ts';
import { finalRunStatuses } from '../../store/runs.ts';
import { connectionList, overview, ruleList, rulePut, session, settingList, settingsPut } from '../contract/overview.ts';
import { offWords, sentenceOf } from '../off-words.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';
import { toRun } from '../views/run-view.ts';

export function overviewRoutes(api: Api, parts: ApiParts): void {
  const { runs, reads, findings, scanSchedule, clock, config, deliveries, settings } = parts;

  api.get('/api/v1/overview', { config: { permission: 'read' }, schema: { tags: ['Overview'], summary: 'All that the first page shows', response: { 200: overview } } }, async () => {
    const [newest, running, row, trend, severities, changes, totals] = await Promise.all([
      runs.newest({ job: scanJob, statuses: finalRunStatuses }),
      runs.newest({ job: scanJob, statuses: ['queued', 'running'] }),
      scanSchedule.row(),
      reads.trend(30),
      reads.openBySeverity(),
      findings.recentEvents(20),
      findings.totals({ status: ['open', 'in_progress'] }),
    ]);
    const told = newest === undefined ? undefined : await runs.summary(newest.id);
    const counts = await runs.targetTotals([newest?.id, running?.id].filter((id) => id !== undefined));
    const now = clock.now();
    const previous = trend.at(-2);
    const unused = told?.unusedTotal ?? trend.at(-1)?.unused ?? 0;
    const keys = told?.keyRisk ?? { high: trend.at(-1)?.high_risk_keys ?? 0, low: 0 };
    const bySeverity = Object.fromEntries(['informational', 'low', 'medium', 'high', 'critical'].map((name) => [name, severities.find(({ severity }) => severity === name)?.count ?? 0]));
    const configured = channelIds.some((id) => missingOf(id, config).length === 0);
    const [delivered] = (await deliveries.list({ state: 'delivered' }, 1)).items;
    const isConnected = (await settings.connections()).some(({ state }) => state === 'connected');
    return {
      ...verdictOf({ hasRun: newest !== undefined, status: newest?.status, unused, saving: totals.monthly_saving, isEstimate: totals.is_estimate, high: keys.high, gaps: told?.gapTotal ?? 0, error: newest?.error?.message }),
      unused: { total: unused, change: previous === undefined ? null : unused - previous.unused },
      saving: { monthly: totals.monthly_saving, currency: 'USD', is_estimate: totals.is_estimate, change: previous === undefined ? null : Math.round((totals.monthly_saving - previous.monthly_saving) * 100) / 100 },
      keys: { ...keys, change: previous === undefined ? null : keys.high - previous.high_risk_keys },
      open_findings: { total: totals.findings, by_severity: bySeverity as z.infer<typeof overview>['open_findings']['by_severity'] },
      by_type: (told?.headline ?? []).map(({ type, label, count, monthlySaving }) => ({ type, label, count, monthly_saving: monthlySaving })),
      by_region: (told?.byRegion ?? []).map(({ region, count, monthlySaving }) => ({ region, count, monthly_saving: monthlySaving })),
      also: (told?.also ?? []).map(({ ruleId, title, count, monthlySaving }) => ({ rule_id: ruleId, title, count, monthly_saving: monthlySaving })),
      trend: trend.map((point) => ({ ...point, at: point.at.toISOString() })),
      schedule: { enabled: row.enabled, description: row.enabled ? describeSpec(row.spec) : 'Scheduled scanning is off', next_scan: row.enabled && !row.paused ? (row.next_at?.toISOString() ?? null) : null },
      last_run: newest === undefined ? null : toRun(newest, counts.get(newest.id), now),
      running: running === undefined ? null : toRun(running, counts.get(running.id), now),
      changes: changes.map(({ at, kind, id, title, resource_name, region, monthly_saving }) => ({ at: at.toISOString(), kind: `finding_${kind}` as 'finding_opened', finding_id: id, title, resource_name, region, monthly_saving })),
      gaps: (told?.gaps ?? []).map((gap) => ({ ...gap, since: newest?.finished_at?.toISOString() ?? null })),
      checklist: [
        { id: 'connect' as const, title: 'Connect a cloud', done: isConnected },
        { id: 'scan' as const, title: 'Walk the first round', done: newest !== undefined && newest.status !== 'failed' },
        { id: 'schedule' as const, title: 'Set when the rounds are walked', done: row.enabled },
        { id: 'channel' as const, title: 'Choose who hears of it', done: configured },
        { id: 'message' as const, title: 'Receive the first message', done: delivered !== undefined },
      ],
    };
  });

  api.get('/api/v1/session', { config: { permission: 'own' }, schema: { tags: ['Overview'], summary: 'Who asks', response: { 200: session } } }, async ({ actor }) => ({
    mode: actor.kind === 'local' ? ('local' as const) : ('account' as const),
    role: actor.role,
    name: actor.name,
    is_demo: parts.isDemo,
    version: parts.version,
    now: clock.now().toISOString(),
    // What the estate holds is not for everybody.
    counts: may(actor.role, 'read') ? await reads.counts() : { open_findings: 0, running_runs: 0, failed_deliveries: 0 },
  }));
}

function verdictOf(facts: { hasRun: boolean; status: string | undefined; unused: number; saving: number; isEstimate: boolean; high: number; gaps: number; error: string | undefined }): { verdict: string; tone: 'good' | 'attention' | 'bad' | 'unknown' } {
  if (!facts.hasRun) return { verdict: 'No round has been walked yet.', tone: 'unknown' };
  if (facts.status === 'failed') return { verdict: `The last round failed: ${facts.error ?? 'nothing could be read.'}`, tone: 'bad' };
  const unseen = facts.gaps === 0 ? '' : ` ${facts.gaps} ${facts.gaps === 1 ? 'target' : 'targets'} could not be read in full.`;
  if (facts.unused === 0 && facts.saving === 0) return { verdict: `Nothing is unused.${unseen}`, tone: facts.gaps === 0 ? 'good' : 'unknown' };
  const money = facts.saving === 0 ? '' : `, ${facts.isEstimate ? 'about ' : ''}$${Math.round(facts.saving).toLocaleString('en-US')} a month`;
  const keys = facts.high === 0 ? '' : ` ${facts.high} active ${facts.high === 1 ? 'key is' : 'keys are'} a risk.`;
  return { verdict: `${facts.unused} unused ${facts.unused === 1 ? 'resource' : 'resources'}${money}.${keys}${unseen}`, tone: facts.high > 0 ? 'bad' : 'attention' };
}

export function settingRoutes(api: Api, parts: ApiParts): void {
  const { config, settings, storedSettings, clock, reads, db } = parts;

  api.get('/api/v1/settings', { config: { permission: 'read' }, schema: { tags: ['Settings'], summary: 'What is in force and where it comes from', response: { 200: settingList } } }, () => settingsView());
  api.put('/api/v1/settings', { config: { permission: 'administer' }, schema: { tags: ['Settings'], summary: 'Change settings', body: settingsPut, response: { 200: settingList } } }, async (request) => {
    const unknown = Object.keys(request.body.values).filter((name) => !config.has(name));
    if (unknown.length > 0) throw new AppError('INVALID_VALUE', { detail: `${unknown.join(', ')}: there is no such setting.`, fields: unknown.map((name) => ({ field: `values.${name}`, message: 'there is no such setting' })) });
    const { values } = request.body;
    await db.transaction(() => storedSettings.change({ ...values, ...secretsLost(values, config) }, clock.now()));
    return settingsView();
  });

  function settingsView(): z.infer<typeof settingList> {
    const items = config.entries().map(({ declaration, value, source, locked }) => ({
      name: declaration.name,
      help: declaration.help,
      value: value === undefined || value === null ? null : declaration.isSecret ? '***' : typeof value === 'string' ? value : Array.isArray(value) && value.every((part) => typeof part === 'string') ? value.join(', ') : JSON.stringify(value),
      source,
      locked,
      is_secret: declaration.isSecret,
      editable: locked === null,
    }));
    return { items, total: items.length, next_cursor: null };
  }

  api.get('/api/v1/rules', { config: { permission: 'read' }, schema: { tags: ['Rules'], summary: 'Rules with their parameters', response: { 200: ruleList } } }, () => ruleViews());
  api.put('/api/v1/rules/:id', { config: { permission: 'operate' }, schema: { tags: ['Rules'], summary: 'Switch a rule or change its parameters; counts from the next scan', params: z.object({ id: z.string() }), body: rulePut, response: { 200: ruleList.shape.items.element } } }, async (request) => {
    const rule = rules.get(request.params.id);
    if (rule === undefined) throw new AppError('NOT_FOUND', { detail: `There is no rule ${request.params.id}.` });
    const stored = (await settings.rules()).find(({ rule_id }) => rule_id === rule.id);
    const wrong = Object.entries(request.body.parameters ?? {}).flatMap(([name, value]) => {
      const declared = rule.parameters[name];
      if (declared === undefined) return [{ field: `parameters.${name}`, message: 'there is no such parameter' }];
      if (typeof declared.value !== typeof value) return [{ field: `parameters.${name}`, message: `must be a ${typeof declared.value}` }];
      return typeof value === 'number' && (value < 0 || value > 3650) ? [{ field: `parameters.${name}`, message: 'from 0 to 3650' }] : [];
    });
    if (wrong.length > 0) throw new AppError('INVALID_VALUE', { detail: `${wrong[0]?.field ?? ''}: ${wrong[0]?.message ?? ''}.`, fields: wrong });
    await settings.putRule(rule.id, request.body.enabled ?? stored?.enabled ?? rule.isOnByDefault, { ...stored?.parameters, ...request.body.parameters }, clock.now());
    const found = (await ruleViews()).items.find(({ id }) => id === rule.id);
    if (found === undefined) throw new AppError('NOT_FOUND');
    return found;
  });

  async function ruleViews(): Promise<z.infer<typeof ruleList>> {
    const stored = new Map((await settings.rules()).map((row) => [row.rule_id, row]));
    const open = new Map((await reads.openByRule()).map(({ rule_id, count }) => [rule_id, count]));
    const items = [...rules.values()].map((rule) => ({
      id: rule.id,
      title: rule.title,
      category: rule.category,
      severity: rule.severity,
      resource_type: rule.resourceType,
      rationale: rule.rationale,
      enabled: stored.get(rule.id)?.enabled ?? rule.isOnByDefault,
      headline: rule.headline,
      parameters: Object.entries(rule.parameters).map(([name, { value, help }]) => ({ name, help, value: stored.get(rule.id)?.parameters[name] ?? value, default: value })),
      open_findings: open.get(rule.id) ?? 0,
    }));
    return { items, total: items.length, next_cursor: null };
  }

  api.get('/api/v1/connections', { config: { permission: 'read' }, schema: { tags: ['Connections'], summary: 'Clouds and the accounts in them', response: { 200: connectionList } } }, () => connections());
  for (const cloud of clouds) {
    api.post(`/api/v1/connections/${cloud}/check`, { config: { permission: 'operate' }, schema: { tags: ['Connections'], summary: 'Ask the cloud who we are, now', response: { 200: connectionList } } }, async () => {
      await parts.checkConnection(cloud);
      return connections();
    });
  }

  const nothing = { source: null, accounts: [], regions: [], endpoint: null, checked_at: null };

  async function connections(): Promise<z.infer<typeof connectionList>> {
    const rows = await settings.connections();
    const on = parts.enabledClouds();
    const items = clouds.map((provider): z.infer<typeof connectionList>['items'][number] => {
      const row = rows.find((each) => each.provider === provider);
      if (!on.includes(provider)) return { ...nothing, provider, state: 'disabled', message: sentenceOf(offWords(provider, config.value<string[] | undefined>('ENABLED_PROVIDERS'))) };
      if (row === undefined) return { ...nothing, provider, state: 'not_checked', message: 'Not asked yet: the first scan finds out.' };
      return { ...row, provider, checked_at: row.checked_at?.toISOString() ?? null };
    });
    return { items, total: items.length, next_cursor: null };
  }
}
