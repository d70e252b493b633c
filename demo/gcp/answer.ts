export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

interface RefusalParts {
  status: string;
  message: string;
  reason?: string;
  metadata?: Record<string, string>;
  headers?: Record<string, string>;
}

/** An error as Google's services write it (google.aip.dev/193), with the reason in the older place as well. */
export function refusal(code: number, { status, message, reason, metadata, headers }: RefusalParts): Answer {
  const details = reason === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com', metadata: metadata ?? {} }];
  return { status: code, body: { error: { code, message, status, errors: [{ message, domain: 'global', reason: reason ?? 'forbidden' }], details } }, ...(headers === undefined ? {} : { headers }) };
}

export const notFound = (what: string): Answer => refusal(404, { status: 'NOT_FOUND', message: `Requested entity was not found: ${what}`, reason: 'notFound' });
export const invalid = (message: string): Answer => refusal(400, { status: 'INVALID_ARGUMENT', message });
export const permissionDenied = (permission: string, on: string): Answer => refusal(403, { status: 'PERMISSION_DENIED', message: `Required '${permission}' permission for '${on}'` });
export const serviceDisabled = (api: string, project: string): Answer => refusal(403, { status: 'PERMISSION_DENIED', message: `${api} has not been used in project ${project} before or it is disabled.`, reason: 'SERVICE_DISABLED', metadata: { service: api, consumer: `projects/${project}` } });
