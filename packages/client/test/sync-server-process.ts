import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The server of `sync-server.ts`, in a process of its own. */
export interface ServerProcess {
  readonly url: string
  /** Resolves when it is gone. */
  close(): Promise<void>
}

/** Starts it; rejects with what it says when it does not start. */
export async function startServerProcess(): Promise<ServerProcess> {
  const file = fileURLToPath(new URL('./sync-server.ts', import.meta.url))
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'pipe'] })
  const url = await firstLine(child)
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  return {
    url,
    close: async () => {
      child.kill()
      await gone
    },
  }
}

function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  let said = ''
  let complaint = ''
  stderr?.setEncoding('utf8').on('data', (piece: string) => (complaint += piece))
  return new Promise((resolve, reject) => {
    stdout?.setEncoding('utf8').on('data', (piece: string) => {
      said += piece
      if (said.includes('\n')) resolve(said.trim())
    })
    stdout?.on('close', () => reject(new Error(complaint)))
  })
}
