/**
 * Every error code the product can answer with, and the sentence a person reads when nothing better is known.
 * A test compares this list with docs/reference/errors.md.
 */
export const errorCodes = {
  AWS_NO_CREDENTIALS: 'No AWS credentials were found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run where a role is attached.',
  AWS_CREDENTIALS_REJECTED: 'AWS refused the credentials. Renew them, then trigger the scan again.',
  AWS_ACCESS_DENIED: 'The role lacks a permission. Copy the policy from `roundsman permissions aws`.',
  AWS_THROTTLED: 'AWS kept throttling until the time limit of the target. The next run reads it again.',
  AWS_UNAVAILABLE: 'AWS did not answer usefully. The next run reads it again.',
  AWS_PAGING_LOOP: 'A listing repeated its page token and was stopped.',
  AZURE_NO_CREDENTIALS: 'No Azure credentials were found. Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, sign in with `az login`, or run where a managed identity is attached.',
  AZURE_CREDENTIALS_REJECTED: 'Microsoft Entra refused the credentials. Renew them, then trigger the scan again.',
  AZURE_ACCESS_DENIED: 'The principal lacks a permission. Assign Reader at the management group, or see `roundsman permissions azure`.',
  AZURE_THROTTLED: 'Azure kept throttling until the time limit of the target. The next run reads it again.',
  AZURE_UNAVAILABLE: 'Azure did not answer usefully. The next run reads it again.',
  GCP_NO_CREDENTIALS: 'No Google Cloud credentials were found. Set GOOGLE_APPLICATION_CREDENTIALS, run `gcloud auth application-default login`, or run where a service account is attached.',
  GCP_CREDENTIALS_REJECTED: 'Google refused the credentials. Renew them, then trigger the scan again.',
  GCP_ACCESS_DENIED: 'The principal lacks a permission. Grant Cloud Asset Viewer at the organisation, or see `roundsman permissions gcp`.',
  GCP_THROTTLED: 'Google Cloud kept throttling until the time limit of the target. The next run reads it again.',
  GCP_UNAVAILABLE: 'Google Cloud did not answer usefully. The next run reads it again.',
  CLOUD_ACCOUNT_DISABLED: 'The subscription or project is disabled, or about to be deleted.',
  CLOUD_SERVICE_OFF: 'The service is not switched on in this account.',
  CLOUD_CLOCK_OFF: 'The clock of this machine differs from that of the cloud by minutes, so the sign-in was refused. Set the clock, e.g. by NTP.',
  CLOUD_PAGING_LOOP: 'A listing repeated its page token and was stopped.',
  CLOUD_TIMEOUT: 'The cloud did not answer in time. The next run reads it again.',
  TARGET_CANCELLED: 'The run was cancelled before this target ended.',
  TARGET_INTERRUPTED: 'The worker stopped while this target was collected.',
  BUDGET_SPENT: 'The budget of the run was spent before this target was read. The next run reads it first.',
  TRANSPORT_REFUSED: 'The receiver refused the artifacts.',
  TRANSPORT_UNREACHABLE: 'The receiver could not be reached. The artifacts are kept and sent again.',
  CHANNEL_NOT_CONFIGURED: 'The channel has no settings yet.',
  CHANNEL_REFUSED: 'The channel refused the message.',
  CHANNEL_UNREACHABLE: 'The channel could not be reached.',
  DATA_DIR_LOCKED: 'The data directory is in use by another start of Roundsman.',
  DATA_DIR_UNWRITABLE: 'The data directory cannot be written.',
  DATA_DIR_NEWER: 'The data directory was written by a newer version.',
  STORE_FULL: 'The disk of the store is full. Free some space; nothing acknowledged was lost.',
  STORE_UNAVAILABLE: 'The store does not answer.',
  SETTING_INVALID: 'A setting has a value that is not allowed.',
  PORT_TAKEN: 'The port is in use by another program.',
  SIGN_IN_REFUSED: 'The e-mail address, the password or the code is not right.',
  NOT_ALLOWED: 'That may not be done by who asks.',
  TOO_MANY_ATTEMPTS: 'Too many attempts failed. Wait for the time that Retry-After says.',
  NOT_FOUND: 'There is no such thing.',
  CONFLICT: 'That conflicts with what is there.',
  NOT_POSSIBLE: 'That is not possible now.',
  TOO_LARGE: 'That is larger than is taken.',
  INVALID_VALUE: 'A value is not allowed.',
  DESTINATION_NOT_ALLOWED: 'The address is loopback, private or a metadata service, and was entered in the application.',
  INTERNAL: 'Something failed inside. The log has the details under the request id.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error with a code from the list, a sentence for a person, and the fields that were wrong (for input errors). */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** The permission whose absence caused it, e.g. `ec2:DescribeVolumes`. */
  readonly permission: string | undefined;
  readonly fields: readonly { field: string; message: string }[];
  /** When the other side said to come back, in milliseconds from now. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    options: {
      detail?: string | undefined;
      cause?: unknown;
      permission?: string | undefined;
      fields?: readonly { field: string; message: string }[];
      retryAfterMs?: number | undefined;
    } = {},
  ) {
    super(options.detail ?? errorCodes[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.permission = options.permission;
    this.fields = options.fields ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }

  /** The plain shape that is stored and sent: never the cause, never a stack. */
  toStored(): StoredError {
    return {
      code: this.code,
      message: this.message,
      ...(this.permission === undefined ? {} : { permission: this.permission }),
    };
  }
}

/** An error as it lies in the store and travels between threads. */
export interface StoredError {
  code: ErrorCode;
  message: string;
  permission?: string;
}

/** Any thrown value as an AppError; what is not one already becomes INTERNAL with the original as cause. */
export function asAppError(error: unknown, fallback: ErrorCode = 'INTERNAL'): AppError {
  return error instanceof AppError ? error : new AppError(fallback, { cause: error });
}
