import { z } from 'zod';
import { providers, relationKinds } from './resource.ts';

export const artifactSchemaName = 'roundsman.artifact/v1';

/** One thing as other systems get it. The published JSON Schema is made from this. */
export const artifact = z.strictObject({
  schema: z.literal(artifactSchemaName),
  job_id: z.string().describe('The job that collected it'),
  provider: z.enum(providers),
  account: z.string().describe('AWS account, Azure subscription, GCP project'),
  region: z.string().describe("The provider's region; global for what has none"),
  service: z.string(),
  type: z.string().describe('provider:service:type, e.g. aws:ec2:volume'),
  id: z.string().describe("The provider's own full name: ARN, ARM id, full resource name"),
  name: z.string(),
  tags: z.record(z.string(), z.string()).describe('Tags and labels; {} where it has none'),
  attributes: z.record(z.string(), z.unknown()).describe('Normalised, sorted, without what changes by itself'),
  relations: z.array(z.strictObject({ kind: z.enum(relationKinds), id: z.string() })).describe('From this thing to others, by their ids'),
  collected_at: z.iso.datetime().describe('When the listing that saw it was recorded, UTC'),
  hash: z.string().describe('The same for two readings between which nothing changed'),
  gone_at: z.iso.datetime().optional().describe('Only where changes alone are delivered: it was not there any more'),
});
export type Artifact = z.infer<typeof artifact>;

/** The contract of an artifact as JSON Schema (draft 2020-12). */
export const artifactJsonSchema = (): Record<string, unknown> => ({ title: artifactSchemaName, description: 'One resource as Roundsman hands it on.', ...z.toJSONSchema(artifact) });
