import type { CaseResult, ConformanceReport, LawResult } from './check-conformance.ts'
import { describeCounterexample, type Counterexample } from './counterexample.ts'

/** The report as Markdown: a summary, the laws, the cases that did not pass, and counter-examples. */
export function reportToMarkdown(report: ConformanceReport): string {
  return [
    `# ${report.parser}`,
    summary(report),
    '## Laws',
    table(
      ['Law', 'Statement', 'Result'],
      report.laws.map((law) => [`${law.number} ${law.name}`, law.statement, lawResult(law)]),
    ),
    ...casesSection(report.cases),
    ...counterexamples(report),
  ]
    .join('\n\n')
    .concat('\n')
}

/** One line: how many cases and laws passed, and with what streams. */
export function reportSummary(report: ConformanceReport): string {
  const { cases, laws, seed, runs } = report
  const count = (results: readonly { verdict: { status: string } }[], status: string): number =>
    results.filter(({ verdict }) => verdict.status === status).length
  const part = (name: string, results: readonly { verdict: { status: string } }[]): string => {
    const others = ['deviation', 'known', 'fixed', 'fail', 'not applicable']
      .map((status) => [status, count(results, status)] as const)
      .filter(([, many]) => many > 0)
      .map(([status, many]) => `${many} ${status}`)
    return [`${count(results, 'pass')} of ${results.length} ${name} pass`, ...others].join(', ')
  }
  return `${part('cases', cases)}; ${part('laws', laws)}; ${runs} streams per law, seed ${seed}`
}

function summary(report: ConformanceReport): string {
  const { conformant, deviations } = report
  const verdict = conformant
    ? deviations.length === 0
      ? '**Conformant.**'
      : `**Conformant but for declared deviations** (${deviations.join(', ')}).`
    : '**Not conformant.**'
  return `${verdict} ${reportSummary(report)}.`
}

function lawResult({ verdict }: LawResult): string {
  if (verdict.status === 'pass') return `pass (${verdict.runs})`
  if (verdict.status !== 'fail') return `${verdict.status}: ${verdict.reason}`
  return verdict.seed === undefined ? '**fail**' : `**fail** (seed ${verdict.seed})`
}

function caseResult({ verdict }: CaseResult): string {
  if (verdict.status === 'pass') return 'pass'
  if (verdict.status === 'fail') return '**fail**'
  if (verdict.status === 'deviation') return `deviation: ${verdict.deviations.join(', ')}`
  return `${verdict.status}: ${verdict.reason}`
}

function casesSection(cases: readonly CaseResult[]): readonly string[] {
  const others = cases.filter(({ verdict }) => verdict.status !== 'pass')
  if (others.length === 0) return []
  const rows = others.map((each) => [`\`${each.id}\``, each.title, caseResult(each)])
  return ['## Cases that did not simply pass', table(['Case', 'Title', 'Result'], rows)]
}

function counterexamples({ cases, laws }: ConformanceReport): readonly string[] {
  const found: (readonly [title: string, counterexample: Counterexample])[] = []
  for (const { number, name, verdict } of laws) {
    if (verdict.status === 'fail') found.push([`Law ${number}, ${name}`, verdict.counterexample])
  }
  for (const { id, verdict } of cases) {
    if (verdict.status === 'fail') found.push([`Case ${id}`, verdict.counterexample])
  }
  if (found.length === 0) return []
  const sections = found.map(
    ([title, counterexample]) =>
      `### ${title}\n\n\`\`\`text\n${describeCounterexample(counterexample)}\n\`\`\``,
  )
  return ['## Counter-examples', ...sections]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
