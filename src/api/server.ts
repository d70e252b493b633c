import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import websocket from '@fastify/websocket';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type RawReplyDefaultExpression, type RawRequestDefaultExpression, type RawServerDefault } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Permission } from '../access/roles.ts';
import { timeId } from '../platform/ids.ts';
import type { ApiParts } from './parts.ts';
import { installActionLog } from './plugins/action-log.ts';
import { installGuard } from './plugins/guard.ts';
import { installProblems, sendProblem } from './plugins/problem.ts';
import { accessRoutes } from './routes/access.ts';
import { auditRoutes } from './routes/audit.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { fileAuditRoutes } from './routes/file-audits.ts';
import { extractionRoutes } from './routes/extraction.ts';
import { extractionScheduleRoutes } from './routes/extraction-schedules.ts';
import { findingRoutes } from './routes/findings.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { overviewRoutes, settingRoutes } from './routes/overview.ts';
import { peopleRoutes } from './routes/people.ts';
import { governanceRoutes } from './routes/governance.ts';
import { resourceRoutes } from './routes/resources.ts';
import { runRoutes } from './routes/runs.ts';
import { scanScheduleRoutes } from './routes/scan-schedule.ts';
import { scheduleRoutes } from './routes/schedules.ts';
import { serviceRoutes } from './routes/service.ts';
import { transportRoutes } from './routes/transports.ts';
import { tokenRoutes } from './routes/tokens.ts';

export type Api = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, ZodTypeProvider>;

const bodyLimit = 1024 * 1024;

/** The whole API, not listening yet. */
export async function buildApi(parts: ApiParts, options: { webRoot: string }): Promise<Api> {
  const app = fastify({
    loggerInstance: parts.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => timeId(),
    bodyLimit,
    forceCloseConnections: true,
    // Addresses that cannot be decoded never reach a route or its error handler.
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, error.statusCode ?? 400, 'The address is not understood. Encode what is not a letter or digit as %XX.'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  installGuard(app as FastifyInstance, parts.access);
  installActionLog(app as FastifyInstance, parts);
  installProblems(app as FastifyInstance);
  acceptEmptyJson(app);

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'frame-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'object-src': ["'none'"],
      },
    },
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] });
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Roundsman', version: parts.version, description: 'Walks the rounds of your clouds and servers.' },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'roundsman_session' } } },
      security: [{ token: [] }, { session: [] }],
    },
    transform: withPermission,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });

  scanScheduleRoutes(app, parts);
  notificationRoutes(app, parts);
  overviewRoutes(app, parts);
  findingRoutes(app, parts);
  resourceRoutes(app, parts);
  governanceRoutes(app, parts);
  runRoutes(app, parts);
  scheduleRoutes(app, parts);
  extractionRoutes(app, parts);
  extractionScheduleRoutes(app, parts);
  transportRoutes(app, parts);
  auditRoutes(app, parts);
  fileAuditRoutes(app, parts);
  deliveryRoutes(app, parts);
  settingRoutes(app, parts);
  accessRoutes(app, parts);
  peopleRoutes(app, parts);
  tokenRoutes(app, parts);
  app.get('/openapi.json', { config: { permission: 'read' }, schema: { hide: true } }, () => app.swagger());
  await serviceRoutes(app, parts, options.webRoot);
  await app.ready();
  return app;
}

/** Says of each call what it needs: `public`, `own`, `read`, `operate` or `administer`. */
const withPermission: typeof jsonSchemaTransform = (described) => {
  const { schema, url } = jsonSchemaTransform(described);
  const { config } = described.route as { config?: { permission?: Permission } };
  return { schema: { ...schema, 'x-permission': config?.permission, ...(config?.permission === 'public' ? { security: [] } : {}) } as typeof schema, url };
};

/** `curl -X POST -H 'Content-Type: application/json'` without a body is meant as no body. */
function acceptEmptyJson(app: Api): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      const parsed: unknown = JSON.parse(body as string);
      done(null, parsed);
    } catch (error) {
      done(error as Error);
    }
  });
}
