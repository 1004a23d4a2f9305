import { type Anomaly, AnomalyError } from './anomaly.ts'
import type { JSONEventDecoderOptions } from './json-event-decoder-options.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** Reports each kind of deviation of a stream once, or makes an error of it where all have to fit. */
export class AnomalyReporter<Code extends string> {
  readonly #options: JSONEventDecoderOptions<Code>
  readonly #reported: Set<string> = new Set()

  constructor(options: JSONEventDecoderOptions<Code>) {
    this.#options = options
  }

  report(
    code: Anomaly<Code>['code'] | Anomaly['code'],
    event: ServerSentEvent | undefined,
    path = '',
    position?: number,
  ): AnomalyError | undefined {
    if (this.#reported.has(code)) return undefined
    this.#reported.add(code)
    const anomaly = { code: code as Code, path: path.replace('[', `[${position}`), event }
    if (this.#options.strict) return new AnomalyError(anomaly)
    this.#options.onAnomaly?.(anomaly)
    return undefined
  }
}
