import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { withBrowserStage } from '../../conformance/browser-stage.ts'
import { type ConformanceCase, readCases } from '../../conformance/cases.ts'
import { actionsOf } from '../../conformance/instruction.ts'
import { runCases } from '../../conformance/run-cases.ts'
import { describeInBrowser } from '../support/browser.ts'

const folder = join(import.meta.dirname, '../../../shared/fixtures/scorm-cts')
const packages = join(folder, 'packages')
const file = join(folder, 'cases.json')
const sampleSize = 20
const name = `the player passes ${sampleSize} of ADL's cases in Chromium`

describeInBrowser('the conformance cases', () => {
  if (!existsSync(file)) {
    test.skip(`${name} [skipped: ../shared/fixtures/scorm-cts is not here]`, () => undefined)
    return
  }

  test(name, async () => {
    const cases = readCases(file)
    const wanted = new Set(sampleOf(cases).map((one) => one.case))
    const results = await withBrowserStage(packages, (stage) =>
      runCases(stage, { cases, packages, wanted, tell: () => undefined }),
    )
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
    expect(results).toHaveLength(sampleSize)
  }, 300_000)
})

/** Cases that together have as many kinds of questions, calls, requests and instructions as so few can; then the first others. */
function sampleOf(cases: readonly ConformanceCase[]): ConformanceCase[] {
  const rest = new Map(cases.map((one) => [one, kindsOf(one)]))
  const seen = new Set<string>()
  const newIn = (one: ConformanceCase) => rest.get(one)!.filter((kind) => !seen.has(kind)).length
  return Array.from({ length: sampleSize }, () => {
    const next = [...rest.keys()].reduce((best, one) => (newIn(one) > newIn(best) ? one : best))
    for (const kind of rest.get(next)!) seen.add(kind)
    rest.delete(next)
    return next
  })
}

function kindsOf({ start, steps }: ConformanceCase): string[] {
  const kinds = steps.flatMap((step) => [
    ...step.ui.map(({ check, expect }) => `${check.split('@')[0]} ${expect}`),
    ...step.commands.map(({ call }) => call),
    ...step.commands
      .filter(({ element }) => element === 'adl.nav.request' || element === 'cmi.exit')
      .map(({ element, value = '' }) => `${element} ${value.split('}').at(-1)}`),
    ...actionsOf(step).map(({ do: action }) => action),
    step.commands.length === 0 ? 'asset' : 'SCO',
  ])
  return [...new Set([start === '.' ? 'start' : 'choose at the start', ...kinds])]
}
