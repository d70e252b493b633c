/** How Azure is signed in to and where; everything is optional, since the default credential finds what is there. */
export interface AzureSettings {
  tenantId: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
  /** PEM or PKCS #12 with the certificate and its private key. */
  clientCertificatePath: string | undefined;
  clientCertificatePassword: string | undefined;
  /** Workload identity: a token of the platform, exchanged for one of Entra. */
  federatedTokenFile: string | undefined;
  /** `https://login.microsoftonline.com` by default; the sovereign clouds have others. */
  authorityHost: string | undefined;
  /** `https://management.azure.com` by default, or that of the authority's cloud. */
  resourceManagerUrl: string | undefined;
  /** Microsoft Graph; by default that of the authority's cloud. */
  graphUrl: string | undefined;
  /** Azure Monitor's batches of metrics; by default at the region's own address, and not asked behind a private endpoint. */
  metricsUrl?: string | undefined;
  /** Only these subscriptions; empty: every one that is found. */
  subscriptions: readonly string[];
  /** `published`: Azure's own limits as start values; `learn`: a private endpoint, whose limits are unknown. */
  pacing: 'published' | 'learn';
  throttlePatienceMs: number;
  requestTimeoutMs: number;
}
