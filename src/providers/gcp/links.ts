import { type GcpNaming, linkAt, listAt, textAt, uidOf } from './define.ts';

export const computeApi = 'compute.googleapis.com';

type Naming = Pick<GcpNaming, 'account' | 'projectNumber'>;

export const computeLink = (value: unknown, path: string, naming: Naming): string | null => linkAt(value, path, computeApi, naming);

/** The uids of a list of links to things of Compute Engine. */
export const computeLinks = (value: unknown, path: string, naming: Naming): string[] => textsAt(value, path).map((link) => uidOf(computeApi, link, naming));

/** The key itself, where one of its versions is named. */
export function kmsKeyAt(value: unknown, path: string, naming: Naming): string | null {
  const name = textAt(value, path);
  return name === null || !name.includes('projects/') ? null : uidOf('cloudkms.googleapis.com', name.replace(/\/cryptoKeyVersions\/\d+$/, ''), naming);
}

/** A service account by its address or its full name; the project is in the address where a person made it. */
export function serviceAccountAt(value: unknown, path: string, { account }: Naming): string | null {
  const email = textAt(value, path)?.split('/').at(-1) ?? '';
  const project = /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? account;
  return email.includes('@') ? `//iam.googleapis.com/projects/${project}/serviceAccounts/${email}` : null;
}

/** A bucket by `name`, `gs://name/folder` or `storage.googleapis.com/name`. */
export function bucketAt(value: unknown, path: string): string | null {
  const name = textAt(value, path)?.replace(/^(gs:\/\/|(https?:)?\/*storage\.googleapis\.com\/)/, '').split('/')[0] ?? '';
  return name === '' ? null : `//storage.googleapis.com/${name}`;
}

export const textsAt = (value: unknown, path: string): string[] => listAt(value, path).flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : typeof one === 'number' ? [String(one)] : []));

/** The name at the end of a link: `e2-medium` of a machine type. */
export const endAt = (value: unknown, path: string): string | null => textAt(value, path)?.split('/').at(-1) ?? null;

/** Of `604800s`, or of a number. */
export function secondsAt(value: unknown, path: string): number | null {
  const seconds = Number(textAt(value, path)?.replace(/s$/, '') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}
