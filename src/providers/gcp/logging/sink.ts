import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'logging.googleapis.com';

export const gcpLoggingSink = defineGcpResource({
  id: 'gcp:logging:sink',
  title: 'Log sink',
  plural: 'Log sinks',
  nativeType: 'logging.googleapis.com/LogSink',
  api,
  permissions: ['logging.sinks.list'],
  reads: 'Each sink: which logs go where, and which do not.',
  source: { from: 'asset', assetTypes: ['logging.googleapis.com/LogSink'], lists: [listOf('logging.v2', 'projects.sinks', 'sinks', 'projects/{project}/sinks', { query: { pageSize: '1000' } })] },

  attributes: z.object({ destination: z.string().nullable(), destination_uid: z.string().nullable(), filter: z.string().nullable(), disabled: z.boolean(), writer_identity: z.string().nullable(), exclusions: z.array(z.string()), includes_children: z.boolean() }),

  normalise: ({ data, assetName }, naming) => {
    const destination = textAt(data, 'destination');
    const name = textAt(data, 'name')?.split('/').at(-1) ?? assetName?.split('/').at(-1) ?? '';
    return {
      uid: `//${api}/projects/${naming.account}/sinks/${name}`,
      tags: {},
      attributes: {
        destination,
        destination_uid: destination === null || !/^[a-z]+\.googleapis\.com\/./.test(destination) ? null : uidOf(api, `//${destination}`, naming),
        filter: textAt(data, 'filter'),
        disabled: booleanAt(data, 'disabled') ?? false,
        writer_identity: textAt(data, 'writerIdentity'),
        exclusions: listAt(data, 'exclusions').flatMap((one) => textAt(one, 'name') ?? []),
        includes_children: booleanAt(data, 'includeChildren') ?? false,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('logs-to', attributes.destination_uid),
});
