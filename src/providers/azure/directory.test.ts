import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../test/collect-azure.ts';
import { Pacing } from '../../platform/pacing/pacing.ts';
import type { AppError } from '../../core/errors.ts';
import type { AzureRow } from './define.ts';
import { directoryRows } from './directory.ts';
import { AzureSession } from './session.ts';

const users = { from: 'directory', path: 'users', query: { $select: 'id,displayName,signInActivity' } } as const;

it('reads users without their activity where that is not licensed or permitted, and notes it', async () => {
  await using under = await startAzureUnderTest();
  const session = new AzureSession(under.settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 10, now: () => performance.now() }), { left: Infinity }, {});
  const read = async () => {
    const gaps: AppError[] = [];
    const rows: AzureRow[] = [];
    const asking = { account: 'tenant', call: 'users', counter: { calls: 0, throttled: 0 }, signal: new AbortController().signal };
    for await (const page of directoryRows(session, users, asking, { permission: 'User.Read.All', gap: (error) => void gaps.push(error) })) rows.push(...page);
    return { gaps, rows };
  };
  const all = await read();
  expect([all.rows.length, all.gaps, all.rows[0]?.properties?.['signInActivity']]).toEqual([30, [], { lastSignInDateTime: '2026-01-01T00:00:00Z' }]);
  under.azure.setFaults([{ kind: 'deny', path: 'signInActivity' }]);
  const rest = await read();
  expect([rest.rows.length, rest.rows[0]?.properties?.['signInActivity']]).toEqual([30, undefined]);
  expect(rest.gaps).toMatchObject([{ code: 'AZURE_ACCESS_DENIED', permission: expect.stringContaining('AuditLog.Read.All') as string }]);
  under.azure.setFaults([{ kind: 'deny', path: 'users' }]);
  await expect(read()).rejects.toMatchObject({ kind: 'denied' });
});
