import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { build } from 'rolldown'
import { root } from './run-program.ts'

export interface ServedWorker {
  readonly url: string
  readonly close: () => void
}

/**
 * Serves a module of the documents as a Cloudflare Worker, in workerd, on a port of the loopback
 * interface. `environment` is what its bindings say; all that it fetches goes to `outbound`, a host and a
 * port.
 */
export async function serveWorker(
  module: string,
  environment: Readonly<Record<string, string>>,
  outbound: string,
): Promise<ServedWorker> {
  const cache = `${root}docs/node_modules/.cache`
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(`${cache}/worker-`)
  await build({
    input: root + module,
    output: { file: `${folder}/worker.js`, format: 'es' },
    platform: 'neutral',
    resolve: { conditionNames: ['@sse/source', 'import'] },
    logLevel: 'silent',
  })
  const bindings = Object.entries(environment).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  )
  writeFileSync(
    `${folder}/config.capnp`,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "recipe", worker = .worker), (name = "outbound", external = (http = ()))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "recipe")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [${bindings.join(', ')}],
  globalOutbound = "outbound",
);
`,
  )

  const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string }
  const args = ['serve', `${folder}/config.capnp`, `--external-addr=outbound=${outbound}`]
  const child = spawn(workerd, [...args, '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
  })
  const close = () => {
    // Any other signal lets it wait for connections that are open.
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  // It says on this channel, a line of JSON each, which port it was given.
  const lines = createInterface({ input: child.stdio[3] as Readable })
  for await (const line of lines) {
    const { event, port } = JSON.parse(line) as { event?: string; port?: number }
    if (event === 'listen') return { url: `http://127.0.0.1:${port}`, close }
  }
  close()
  throw new Error(`workerd does not listen: ${complaints}`)
}
