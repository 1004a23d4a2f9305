import { type Anomaly, AnomalyError } from './anomaly.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** Reports each kind of deviation once, or makes an error of the first. */
export class AnomalyReporter<Code extends string> {
  readonly #onAnomaly: ((anomaly: Anomaly<Code>) => void) | undefined
  readonly #strict: boolean
  readonly #reported: Set<Code> = new Set()

  constructor(options: {
    readonly onAnomaly?: ((anomaly: Anomaly<Code>) => void) | undefined
    readonly strict?: boolean | undefined
  }) {
    this.#onAnomaly = options.onAnomaly
    this.#strict = options.strict ?? false
  }

  /** Reports a deviation at a path of keys and positions; gives the error that it is when strict. */
  report(
    code: Code,
    event: ServerSentEvent | undefined,
    path: readonly (string | number)[],
  ): AnomalyError<Code> | undefined {
    if (this.#reported.has(code)) return undefined
    this.#reported.add(code)
    const anomaly = { code, path: pathOf(path), event }
    if (this.#strict) return new AnomalyError(anomaly)
    this.#onAnomaly?.(anomaly)
    return undefined
  }
}

// `choices[0].delta`
function pathOf(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)
}
