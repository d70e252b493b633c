import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { bareEnvironment, startProcess } from './start-process.ts';

const ready = z.object({
  url: z.string(),
  account: z.string(),
  regions: z.array(z.string()),
  truth: z.record(z.string(), z.array(z.string())),
  inventory: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
  scanner: z.object({ user_name: z.string(), access_key_id: z.string(), secret_access_key: z.string() }),
  /** What the planting module listed by itself, by type, where it does. */
  listed: z.record(z.string(), z.array(z.unknown())).optional(),
});

export interface Moto extends z.infer<typeof ready> {
  /** How often each operation was called since the last reset, as `ec2:DescribeVolumes eu-west-1`. */
  calls(): Promise<Record<string, number>>;
  reset(): Promise<void>;
  /** Has moto check each caller's policies, as AWS does. */
  enforce(isOn: boolean): Promise<void>;
  /** Replaces what the user `scanner` may do. */
  allow(policy: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** A Python that has moto: MOTO_PYTHON, or the one that `.ci/conformance.sh` made. */
export function motoPython(): string | undefined {
  const made = path.join(os.tmpdir(), `roundsman-moto-${process.getuid?.() ?? 0}`, 'bin/python');
  return [process.env['MOTO_PYTHON'], made].find((each) => each !== undefined && each !== '' && fs.existsSync(each));
}

/** `planting` names the Python module beside this file that makes the estate. */
export async function startMoto(python: string, planting = 'moto_estate'): Promise<Moto> {
  const started = startProcess(python, [path.join(import.meta.dirname, 'moto_server.py'), planting], { environment: bareEnvironment({ PYTHONDONTWRITEBYTECODE: '1' }) });
  const planted = ready.parse(JSON.parse(await started.line((line) => line.startsWith('{"url"'), 240_000)));
  const steer = async (method: string, name: string, body?: string): Promise<unknown> => {
    const response = await fetch(`${planted.url}/_${name}`, { method, ...(body === undefined ? {} : { body }) });
    return response.json();
  };
  return {
    ...planted,
    calls: async () => z.record(z.string(), z.int()).parse(await steer('GET', 'calls')),
    reset: async () => void (await steer('POST', 'reset')),
    enforce: async (isOn) => void (await steer('POST', 'enforce', isOn ? 'on' : 'off')),
    async allow(policy) {
      const { IAMClient, PutUserPolicyCommand } = await import('@aws-sdk/client-iam');
      const iam = new IAMClient({ endpoint: planted.url, region: 'us-east-1', credentials: { accessKeyId: 'planter', secretAccessKey: 'planter' } });
      await iam.send(new PutUserPolicyCommand({ UserName: planted.scanner.user_name, PolicyName: 'scan', PolicyDocument: JSON.stringify(policy) }));
    },
    async stop() {
      started.child.stdin?.end();
      await started.ended;
    },
  };
}
