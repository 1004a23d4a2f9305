import type { Logger } from '@sse/client'

const LEVELS = ['error', 'warn', 'info', 'debug'] as const

interface Runtime {
  readonly console?: Logger
}

/** The console as a logger, down to a level as `OPENAI_LOG` names them; undefined when it names none. */
export function consoleLogger(level: string | undefined): Logger | undefined {
  const upTo = LEVELS.indexOf(level as 'error') + 1
  if (upTo === 0) return undefined
  const logger: Logger = {}
  for (const name of LEVELS.slice(0, upTo)) {
    logger[name] = (message, details) => (globalThis as Runtime).console?.[name]?.(message, details)
  }
  return logger
}
