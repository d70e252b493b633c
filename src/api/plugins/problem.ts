import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import type { Problem } from '../contract/common.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  SIGN_IN_REFUSED: 401,
  NOT_ALLOWED: 403,
  TOO_MANY_ATTEMPTS: 429,
  NOT_FOUND: 404,
  CONFLICT: 409,
  NOT_POSSIBLE: 400,
  INVALID_VALUE: 422,
  SETTING_INVALID: 422,
  CHANNEL_NOT_CONFIGURED: 400,
  DESTINATION_NOT_ALLOWED: 422,
  TOO_LARGE: 413,
  STORE_FULL: 503,
  STORE_UNAVAILABLE: 503,
};

const titles: Record<number, string> = {
  400: 'Not possible',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'A value is not allowed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

/** RFC 9457 answers for everything that goes wrong: no stack, no secret, no path of the server. */
export function sendProblem(reply: FastifyReply, status: number, detail: string, errors: Problem['errors'] = []): FastifyReply {
  const body: Problem = { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, errors, request_id: reply.request.id };
  return reply.code(status).header('content-type', 'application/problem+json; charset=utf-8').serializer(JSON.stringify).send(body);
}

export function installProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => handle(error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(reply, 404, `There is no ${request.method} ${request.url.split('?')[0] ?? ''}. GET /docs lists the calls.`));
}

function handle(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) return sendValidation(error.validation, reply);
  if (error instanceof AppError) {
    const status = statusOf[error.code] ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'A call failed');
    if (error.retryAfterMs !== undefined) void reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
    return sendProblem(reply, status, error.message, [...error.fields]);
  }
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, 413, 'The body is larger than 1 MiB. Send less at a time.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return sendProblem(reply, 415, 'Send JSON with the header Content-Type: application/json.');
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return sendProblem(reply, 400, 'The body is empty. Send a JSON object, or no Content-Type.');
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY') return sendProblem(reply, 400, 'The body is not JSON.', [{ field: 'body', message: 'not JSON' }]);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return sendProblem(reply, statusCode, message ?? 'The request is not understood.');
  request.log.error({ err: error }, 'A call failed');
  return sendProblem(reply, 500, 'Something failed inside. The log has the details under this request id.');
}

interface Issue {
  instancePath: string;
  message?: string;
  params?: { issue?: unknown } & Record<string, unknown>;
  keyword?: string;
}

function sendValidation(validation: readonly Issue[], reply: FastifyReply): FastifyReply {
  const errors = validation.flatMap(fieldErrors);
  const [first] = errors;
  const detail = first === undefined ? 'A value is not allowed.' : `${first.field}: ${first.message}.`;
  return sendProblem(reply, 422, detail, errors);
}

/** One line per wrong field; unknown fields are named one by one. */
function fieldErrors({ instancePath, message, params }: Issue): Problem['errors'] {
  const field = instancePath.replace(/^\//, '').replaceAll('/', '.');
  const unknown = params?.['keys'];
  if (Array.isArray(unknown)) return unknown.map((key) => ({ field: field === '' ? String(key) : `${field}.${String(key)}`, message: 'there is no such field' }));
  return [{ field: field === '' ? 'body' : field, message: message ?? 'not allowed' }];
}
