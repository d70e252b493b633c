import { type Answer, notFound, permissionDenied, refusal, serviceDisabled } from './answer.ts';

export const faultKinds = ['api-off', 'deny', 'perimeter', 'billing-off', 'project-off', 'project-deleting', 'never-set-up', 'throttle', 'unavailable', 'refuse-token', 'paging-loop', 'empty-page', 'unreachable', 'unknown-type', 'half-page', 'clock-off', 'key-disabled', 'account-disabled'] as const;

/** What goes wrong, and where; a field that is left out matches all. */
export interface Fault {
  kind: (typeof faultKinds)[number];
  host?: string;
  /** A part of the path. */
  path?: string;
  project?: string;
  /** How many requests it hits; left out: all. */
  times?: number;
  /** Let so many through first. */
  after?: number;
  retryAfterSeconds?: number;
  /** Of `throttle`: 403 as the older services answer, or 429. */
  status?: 403 | 429;
  permission?: string;
  /** Of `unknown-type`. */
  assetType?: string;
  /** Of `unreachable`: `zones/us-central1-b`. */
  scope?: string;
  /** Of `clock-off`: what Google's clock is ahead of ours. */
  offMs?: number;
}

export interface FaultScope {
  host: string;
  path: string;
  project: string;
}

export class Faults {
  #list: Fault[];

  constructor(list: readonly Fault[]) {
    this.#list = list.map((fault) => ({ ...fault }));
  }

  set(list: readonly Fault[]): void {
    this.#list = list.map((fault) => ({ ...fault }));
  }

  /** The first of one of the kinds that matches, which uses up one of its times. */
  next(kinds: readonly Fault['kind'][], { host, path, project }: FaultScope): Fault | undefined {
    const matches = (fault: Fault): boolean => kinds.includes(fault.kind) && (fault.host === undefined || fault.host === host) && (fault.path === undefined || path.includes(fault.path)) && (fault.project === undefined || fault.project === project) && (fault.times ?? 1) > 0;
    for (const fault of this.#list.filter(matches)) {
      if ((fault.after ?? 0) > 0) {
        fault.after = (fault.after ?? 0) - 1;
        continue;
      }
      if (fault.times !== undefined) fault.times -= 1;
      return fault;
    }
    return undefined;
  }

  /** Without using it up. */
  some(kind: Fault['kind'], matches: (fault: Fault) => boolean = () => true): Fault | undefined {
    return this.#list.find((fault) => fault.kind === kind && (fault.times ?? 1) > 0 && matches(fault));
  }

  /** A refusal that comes before anything is looked up. */
  refuse(scope: FaultScope): Answer | undefined {
    const { host, project, path } = scope;
    const found = this.next(['api-off', 'deny', 'perimeter', 'billing-off', 'project-off', 'never-set-up', 'throttle', 'unavailable', 'refuse-token'], scope);
    switch (found?.kind) {
      case 'api-off':
        return serviceDisabled(host, project);
      case 'deny':
        return found.permission === undefined ? refusal(403, { status: 'PERMISSION_DENIED', message: 'The caller does not have permission' }) : permissionDenied(found.permission, `projects/${project}`);
      case 'perimeter':
        return refusal(403, { status: 'PERMISSION_DENIED', message: "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: perimeter-7f3a", reason: 'SECURITY_POLICY_VIOLATED', metadata: { uid: 'perimeter-7f3a', service: host } });
      case 'billing-off':
        return refusal(403, { status: 'PERMISSION_DENIED', message: `This API method requires billing to be enabled. Please enable billing on project #${project}.`, reason: 'BILLING_DISABLED' });
      case 'project-off':
        return refusal(403, { status: 'PERMISSION_DENIED', message: `Project '${project}' has been deleted.`, reason: 'CONSUMER_INVALID' });
      case 'never-set-up':
        return notFound(path);
      case 'throttle':
        return throttled(found);
      case 'unavailable':
        return refusal(503, { status: 'UNAVAILABLE', message: 'The service is currently unavailable.' });
      case 'refuse-token':
        return refusal(401, { status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.', reason: 'ACCESS_TOKEN_EXPIRED' });
      default:
        return undefined;
    }
  }
}

export function throttled({ status = 429, retryAfterSeconds }: Pick<Fault, 'status' | 'retryAfterSeconds'>): Answer {
  const headers = retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } };
  return status === 403 ? refusal(403, { status: 'PERMISSION_DENIED', message: 'Rate Limit Exceeded', reason: 'rateLimitExceeded', ...headers }) : refusal(429, { status: 'RESOURCE_EXHAUSTED', message: "Quota exceeded for quota metric 'ListAssets requests'", reason: 'RATE_LIMIT_EXCEEDED', ...headers });
}
