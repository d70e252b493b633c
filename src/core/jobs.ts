/** The kinds of job that a run may be of: they stand in the store, and workers say which of them they take. */
export const jobNames = ['scan', 'extract', 'file-audit'] as const;
export type JobName = (typeof jobNames)[number];

/** Lists what rules look at. */
export const scanJob = 'scan' satisfies JobName;
/** All types with their details, handed on to other systems. */
export const extractJob = 'extract' satisfies JobName;
/** Compares watched files with what they were. */
export const fileAuditJob = 'file-audit' satisfies JobName;
