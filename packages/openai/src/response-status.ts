import type { Response, ResponseStreamEvent } from '@sse/responses'

/**
 * The status that an event gives its response, as `ResponseAccumulator` sees it; undefined when it says
 * none. The type of an event that ends a response decides: the status in it may be missing, or still
 * that of before. Only a response that is called completed may say that it is not.
 */
export function responseStatusOf(event: ResponseStreamEvent): Response['status'] {
  const isUnknown = event.type === 'unknown'
  const type = isUnknown ? event.name : event.type
  const { response } = Object(isUnknown ? event.payload : event) as { readonly response?: unknown }
  const { status } = Object(response) as { readonly status?: unknown }
  const said = typeof status === 'string' && status !== '' ? status : undefined
  const end = /^response\.(completed|incomplete|cancelled|failed)$/.exec(type)?.[1]
  const isSaid = end === undefined || (end === 'completed' && isEnd(said))
  return (isSaid ? said : end) as Response['status']
}

function isEnd(status = ''): boolean {
  return /^(incomplete|cancelled|failed)$/.test(status)
}
