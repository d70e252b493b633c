export interface Stats {
  calls: number;
  /** By `service.Operation`. */
  byOperation: Record<string, number>;
  byRegion: Record<string, number>;
  /** Granted or refused, by `account/region/service`. */
  byBucket: Record<string, number>;
  /** Refused by a token bucket or a throttle fault, by `account/region/service`. */
  throttled: Record<string, number>;
  /** Every operation that would have changed something; all were refused. */
  mutations: string[];
  inFlight: number;
  peakInFlight: number;
}

export const emptyStats = (): Stats => ({ calls: 0, byOperation: {}, byRegion: {}, byBucket: {}, throttled: {}, mutations: [], inFlight: 0, peakInFlight: 0 });

export const countUp = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};
