import type { CallBudget, CallCounter } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import type { Pacing } from '../../platform/pacing/pacing.ts';
import { CloudHttp } from '../cloud-http.ts';
import { isKind, kindOfAnswer } from './failure.ts';
import type { GcpSettings } from './settings.ts';
import type { GcpSignIn } from './sign-in/sign-in.ts';

export type Query = Readonly<Record<string, string | readonly string[]>>;

export interface GcpCall {
  host: string;
  /** Without a slash before it. */
  path: string;
  query?: Query;
  /** The account that is told about. */
  account: string;
  /** What is asked, in words for errors. */
  call: string;
  counter: CallCounter;
  signal: AbortSignal;
  /** A read that is a POST with an empty body. */
  isPost?: boolean;
}

/** Reads of Google's REST interface: signed in, paced, counted. */
export class GcpApi {
  readonly #http: CloudHttp;
  readonly #endpointUrl: string | undefined;
  readonly #signIn: GcpSignIn;

  constructor(settings: GcpSettings, signIn: GcpSignIn, { pacing, budget }: { pacing: Pacing; budget: CallBudget }) {
    this.#signIn = signIn;
    this.#endpointUrl = settings.endpointUrl?.replace(/\/$/, '');
    this.#http = new CloudHttp({
      pacing,
      budget,
      requestTimeoutMs: settings.requestTimeoutMs,
      throttlePatienceMs: settings.throttlePatienceMs,
      kindOf: kindOfAnswer,
      authorize: async (_, isRenewed) => ({
        authorization: `Bearer ${await signIn.token(isRenewed)}`,
        ...(signIn.quotaProject === undefined ? {} : { 'x-goog-user-project': signIn.quotaProject }),
      }),
    });
  }

  /** Whose quota of a kind counts the calls of the credentials, not of the project that is told about. */
  consumerOf(account: string): string {
    return this.#signIn.quotaProject ?? this.#signIn.project ?? account;
  }

  async read<Body>({ host, path, query = {}, account, call, counter, signal, isPost = false }: GcpCall): Promise<Body> {
    const service = `gcp-${host === 'cloudasset.googleapis.com' ? 'cloud-asset' : (host.split('.')[0] ?? host)}`;
    const bucket = { account: service === 'gcp-cloud-asset' ? this.consumerOf(account) : account, region: 'global', service };
    const { body } = await this.#http.send<Body | undefined>({ url: this.#urlOf(host, path, query), bucket, call, counter, signal, ...(isPost ? { body: {} } : {}) });
    if (typeof body !== 'object' || body === null) throw new AppError('GCP_UNAVAILABLE', { detail: `${call} in ${account} answered without a body.` });
    return body;
  }

  /** Undefined where there is none (404). */
  async readIfThere<Body>(call: GcpCall): Promise<Body | undefined> {
    try {
      return await this.read<Body>(call);
    } catch (error) {
      if (isKind(error, 'missing')) return undefined;
      throw error;
    }
  }

  #urlOf(host: string, path: string, query: Query): string {
    const base = this.#endpointUrl === undefined ? `https://${host}` : `${this.#endpointUrl}/${host}`;
    const words = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])));
    return words.size === 0 ? `${base}/${path}` : `${base}/${path}?${words.toString()}`;
  }
}
