import type { ConformanceReport } from './check-conformance.ts'

/** The report as JSON: counter-examples with their bytes as arrays of numbers. */
export function reportToJson(report: ConformanceReport): string {
  return `${JSON.stringify(report, plain, 2)}\n`
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value]
  // JSON has no other numbers.
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
