export * from './common.ts';
export * from './deliveries.ts';
export * from './findings.ts';
export * from './overview.ts';
export * from './resources.ts';
export * from './runs.ts';
export * from './schedules.ts';
