import type { AzureRow } from '../define.ts';

/** The account that a thing lies in, whatever service of it is between. */
export const accountOf = ({ id }: AzureRow): string => /^(.+\/storageaccounts\/[^/]+)/.exec(id.toLowerCase())?.[1] ?? id.toLowerCase();

const kindOf = ({ kind }: AzureRow): string => (kind ?? '').toLowerCase();

/** Accounts that have files: not those for blobs alone. */
export const hasFiles = (account: AzureRow): boolean => !['blobstorage', 'blockblobstorage'].includes(kindOf(account));

/** Accounts that have queues and tables: general purpose ones on standard storage. */
export const hasQueues = (account: AzureRow): boolean => !['blobstorage', 'blockblobstorage', 'filestorage'].includes(kindOf(account));
