import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServedListener {
  readonly url: string
  /** Stops listening and drops every connection. */
  readonly close: () => void
}

/** Serves a listener on a free port of the loopback interface. */
export async function serveListener(listener: RequestListener): Promise<ServedListener> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
