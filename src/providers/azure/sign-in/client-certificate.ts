import { constants, createPrivateKey, type KeyObject, randomUUID, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';
import { assertionType } from './client-assertion.ts';
import { requestToken, type TokenEndpoint, tokenUrlOf } from './token-request.ts';
import type { TokenSource } from './token-source.ts';

interface Certificate {
  key: KeyObject;
  /** SHA-256 of the certificate, as `x5t#S256` writes it. */
  thumbprint: string;
}

/** How long an assertion may be used. */
const lifetimeSeconds = 600;

/** An application with a certificate; the file is read for each token, so that a renewed one is taken up. */
export function clientCertificateSource(endpoint: TokenEndpoint, { clientId, path, password }: { clientId: string; path: string; password: string | undefined }): TokenSource {
  return {
    words: `application ${clientId} with a certificate`,
    async request(scope) {
      const certificate = readCertificate(await contentOf(path), password);
      const assertion = signedAssertion(certificate, { clientId, audience: tokenUrlOf(endpoint), nowSeconds: Math.floor(Date.now() / 1000) });
      return requestToken(endpoint, { client_id: clientId, client_assertion_type: assertionType, client_assertion: assertion, scope });
    },
  };
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError('AZURE_NO_CREDENTIALS', { detail: 'The file of AZURE_CLIENT_CERTIFICATE_PATH cannot be read.', cause });
  }
}

function readCertificate(content: Buffer, password: string | undefined): Certificate {
  const text = content.toString('latin1');
  // Node opens PKCS #12 for TLS only and hands out no key of it.
  if (!text.includes('-----BEGIN ')) {
    throw new AppError('AZURE_NO_CREDENTIALS', { detail: 'AZURE_CLIENT_CERTIFICATE_PATH is not PEM. Turn PKCS #12 into PEM with `openssl pkcs12 -in FILE.pfx -out FILE.pem -nodes`.' });
  }
  try {
    const x509 = new X509Certificate(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(text)?.[0] ?? '');
    const pem = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/.exec(text)?.[0] ?? '';
    const key = createPrivateKey({ key: pem, ...(password === undefined ? {} : { passphrase: password }) });
    if (key.asymmetricKeyType !== 'rsa') throw new Error('the key is not RSA');
    if (!x509.checkPrivateKey(key)) throw new Error('the key is of another certificate');
    return { key, thumbprint: Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url') };
  } catch (cause) {
    throw new AppError('AZURE_NO_CREDENTIALS', { detail: 'AZURE_CLIENT_CERTIFICATE_PATH needs a certificate and its RSA private key in PEM, with AZURE_CLIENT_CERTIFICATE_PASSWORD where the key is encrypted.', cause });
  }
}

/** As learn.microsoft.com/entra/identity-platform/certificate-credentials describes it: PS256 with `x5t#S256`. */
function signedAssertion({ key, thumbprint }: Certificate, { clientId, audience, nowSeconds }: { clientId: string; audience: string; nowSeconds: number }): string {
  const header = { typ: 'JWT', alg: 'PS256', 'x5t#S256': thumbprint };
  const payload = { jti: randomUUID(), aud: audience, iss: clientId, sub: clientId, iat: nowSeconds, nbf: nowSeconds, exp: nowSeconds + lifetimeSeconds };
  const unsigned = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(unsigned), { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST });
  return `${unsigned}.${signature.toString('base64url')}`;
}
