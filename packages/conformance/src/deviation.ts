import { STANDARD_CAPABILITIES, type Capabilities } from './capabilities.ts'
import type { ReferenceObservation } from './reference-parser.ts'

/** A capability in which a parser may differ from the standard. */
export type Deviation = 'idModel' | 'eof' | 'retry' | 'sentinel'

/** The declared capabilities that are not the standard's, or leave something of it unreported. */
export function declaredDeviations(capabilities: Capabilities): readonly Deviation[] {
  const { idModel, eof, retry, sentinel } = capabilities
  const standard = STANDARD_CAPABILITIES
  const deviations: Deviation[] = []
  if (idModel !== standard.idModel) deviations.push('idModel')
  if (eof !== standard.eof) deviations.push('eof')
  if (retry !== standard.retry) deviations.push('retry')
  if (sentinel !== standard.sentinel) deviations.push('sentinel')
  return deviations
}

/**
 * The declared deviations that make a difference to one stream: what the standard says of it is not
 * what the parser is expected to report, or not all of it can be told from the report.
 */
export function deviationsOf(
  standard: ReferenceObservation,
  declared: ReferenceObservation,
  capabilities: Capabilities,
): readonly Deviation[] {
  const differs: Record<Deviation, boolean> = {
    idModel: losesIds(standard, capabilities),
    eof: standard.events.length < declared.events.length,
    retry: losesRetry(standard, capabilities),
    sentinel: declared.done,
  }
  return declaredDeviations(capabilities).filter((deviation) => differs[deviation])
}

function losesIds(standard: ReferenceObservation, { idModel }: Capabilities): boolean {
  if (idModel === 'none') {
    return standard.lastEventId !== '' || standard.events.some((event) => event.id !== undefined)
  }
  return standard.events.some((event) => event.lastEventId !== (event.id ?? ''))
}

function losesRetry(standard: ReferenceObservation, { retry }: Capabilities): boolean {
  if (retry === 'none') return standard.reconnectionTime !== undefined
  const reported = standard.events.findLast((event) => event.retry !== undefined)
  return standard.reconnectionTime !== reported?.retry
}
