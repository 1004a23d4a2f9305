import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The root of the repository, with a slash at its end. */
export const root: string = fileURLToPath(new URL('../../', import.meta.url))

export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/**
 * Runs a TypeScript program as a user would, with the packages' sources. The environment is what is
 * given and nothing else, so that no key of the machine gets in.
 */
export async function runProgram(
  file: string,
  options: {
    readonly args?: readonly string[]
    readonly env?: Readonly<Record<string, string>>
  } = {},
): Promise<Ran> {
  const child = spawn(
    process.execPath,
    ['--conditions=@sse/source', file, ...(options.args ?? [])],
    {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    },
  )
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8')
    child[name].on('data', (piece: string) => {
      output[name] += piece
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { ...output, code }
}
