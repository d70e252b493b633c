/** How Google Cloud is signed in to and where. */
export interface GcpSettings {
  /** `GOOGLE_APPLICATION_CREDENTIALS`; undefined: the well-known file, then the metadata server. */
  credentialsFile: string | undefined;
  /** `GOOGLE_CLOUD_PROJECT`: the project of the service itself, asked on where nothing else is known. */
  project: string | undefined;
  /** Asked instead of the services' hosts, with the host as the first part of the path. */
  endpointUrl: string | undefined;
  /** Only these projects; empty: every one that is found. */
  projects: readonly string[];
  /** A service account to impersonate; undefined: the credentials as they are. */
  impersonate: string | undefined;
  pacing: 'published' | 'learn';
  throttlePatienceMs: number;
  requestTimeoutMs: number;
}
