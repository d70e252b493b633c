/** A backup comes and goes every night: it is no change of the database. */
export const lastingStatus = (status: string | undefined): string => (status === undefined ? 'unknown' : status === 'backing-up' ? 'available' : status);
