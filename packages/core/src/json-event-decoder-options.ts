import type { Anomaly, PayloadAnomalyCode } from './anomaly.ts'

/** How deviations are treated, and payloads parsed. */
export interface JSONEventDecoderOptions<Code extends string> {
  /** Takes each deviation that was repaired or passed over, once per code. */
  readonly onAnomaly?: ((anomaly: Anomaly<Code | PayloadAnomalyCode>) => void) | undefined
  /** Whether the first deviation ends the stream, with `ERR_SSE_ANOMALY`. Default false. */
  readonly strict?: boolean | undefined
  /**
   * Parses the data of an event. Default `JSON.parse`; what takes its place must give or throw the
   * same, such as the `parse` of a `PayloadPredictor`, which takes less time.
   */
  readonly parse?: ((data: string) => unknown) | undefined
}
