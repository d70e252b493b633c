/** The one directory of the simulated Azure, and the application that may sign in. */
export const simulatedTenantId = '11111111-2222-4333-8444-555555555555';
export const simulatedTenantDomain = 'simulated.example';
export const simulatedClientId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
export const simulatedClientSecret = 'simulated~secret';
/** What the platform writes for a workload. */
export const simulatedPlatformToken = 'simulated.platform.token';
export const simulatedIdentityHeader = 'simulated-identity-header';
