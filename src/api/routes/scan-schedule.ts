import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { isChannelId } from '../../delivery/index.ts';
import { missingOf } from '../../delivery/channel-settings.ts';
import type { ScanConfig } from '../../schedules/scan-schedule.ts';
import { scanConfig, scanConfigAnswer, scanConfigBody, scanStatus } from '../contract/schedules.ts';
import { unknownRegions } from '../known-regions.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

const enabledAnswer = z.object({ message: z.string(), enabled: z.boolean() });
const triggerBody = z.strictObject({ source: z.string().max(200).optional() }).nullish();

/** The scheduled scan for unused resources, as `/api/schedule` has always had it. */
export function scanScheduleRoutes(api: Api, parts: ApiParts): void {
  const { scanSchedule, status, config } = parts;
  const tags = ['Scheduled scan'];

  api.get('/api/schedule/config', { config: { permission: 'read' }, schema: { tags, summary: 'The schedule in force', response: { 200: scanConfig } } }, async () => toWire(await scanSchedule.config()));

  api.post('/api/schedule/config', { config: { permission: 'operate' }, schema: { tags, summary: 'Change the schedule', body: scanConfigBody, response: { 200: scanConfigAnswer } } }, async (request) => {
    const { body } = request;
    const regions = body.regions ?? undefined;
    const wrong = regions === undefined ? [] : await unknownRegions(regions, parts);
    if (wrong.length > 0) {
      throw new AppError('INVALID_VALUE', { detail: `${wrong.join(', ')} is no AWS region that is known here. Use names like eu-west-1.`, fields: wrong.map((region) => ({ field: 'regions', message: `unknown region ${region}` })) });
    }
    const next = await scanSchedule.configure({
      enabled: body.enabled,
      frequency: body.frequency,
      channels: [...new Set(body.channels)],
      customIntervalMinutes: body.custom_interval ?? null,
      regions,
      at: body.at ?? undefined,
      timezone: body.timezone ?? undefined,
    });
    await status.refresh();
    const warnings = next.channels.filter(isChannelId).flatMap((channel) => {
      const missing = missingOf(channel, config);
      return missing.length === 0 ? [] : [`The channel ${channel} is saved but not configured yet: set ${missing.join(' and ')}.`];
    });
    return { message: next.enabled ? `Scheduled scanning is on: ${next.frequency}.` : 'Saved; scheduled scanning is off.', config: toWire(next), warnings };
  });

  api.get('/api/schedule/status', { config: { permission: 'read' }, schema: { tags, summary: 'Last and next scan', response: { 200: scanStatus } } }, () => status.scan());

  for (const [path, enabled] of [['enable', true], ['disable', false]] as const) {
    api.post(`/api/schedule/${path}`, { config: { permission: 'operate' }, schema: { tags, summary: enabled ? 'Turn scheduled scanning on' : 'Turn scheduled scanning off', response: { 200: enabledAnswer } } }, async () => {
      await scanSchedule.setEnabled(enabled);
      await status.refresh();
      return { message: enabled ? 'Scheduled scanning is on.' : 'Scheduled scanning is off.', enabled };
    });
  }

  api.post('/api/schedule/trigger', { config: { permission: 'operate' }, schema: { tags, summary: 'Scan now', body: triggerBody, response: { 200: z.object({ message: z.string(), task_id: z.string() }) } } }, async (request) => {
    const { runId, isNew } = await scanSchedule.trigger(request.body?.source ?? null);
    await status.refresh();
    return { message: isNew ? 'The scan has been started.' : 'A scan is already running.', task_id: runId };
  });
}

function toWire({ enabled, frequency, channels, customIntervalMinutes, regions, at, timezone }: ScanConfig) {
  return { enabled, frequency, channels, custom_interval: customIntervalMinutes, ...(regions === undefined ? {} : { regions }), ...(at === undefined ? {} : { at }), ...(timezone === undefined ? {} : { timezone }) };
}
