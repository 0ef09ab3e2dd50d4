import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type ConformanceCase, readCases, type Step } from '../../conformance/cases.ts'
import { withHeadlessStage } from '../../conformance/headless-stage.ts'
import { type CaseResult, runCases } from '../../conformance/run-cases.ts'

const folder = join(import.meta.dirname, '../../../shared/fixtures/scorm-cts')
const packages = join(folder, 'packages')
const file = join(folder, 'cases.json')

const play = (cases: readonly ConformanceCase[]): Promise<readonly CaseResult[]> =>
  withHeadlessStage(packages, (stage) =>
    runCases(stage, { cases, packages, tell: () => undefined }),
  )

const about = (what: string, run: () => Promise<void>) =>
  existsSync(file)
    ? test(what, run, 180_000)
    : test.skip(`${what} [skipped: ../shared/fixtures/scorm-cts is not here]`, () => undefined)

describe('the runtime, the sequencer and the server', () => {
  about('pass every case of ADL', async () => {
    const cases = readCases(file)
    const results = await play(cases)
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
    expect(results).toHaveLength(cases.length)
  })
})

describe('a case that expects the opposite', () => {
  const checksIn = ({ steps }: ConformanceCase) => steps.flatMap(({ ui }) => ui).length
  const mostChecked = () =>
    readCases(file).reduce((most, one) => (checksIn(one) > checksIn(most) ? one : most))
  const withSteps = (one: ConformanceCase, change: (step: Step) => Step) => [
    { ...one, steps: one.steps.map(change) },
  ]

  about('of the buttons and the contents fails at each of them', async () => {
    const one = mostChecked()
    const opposite = (step: Step): Step => ({
      ...step,
      ui: step.ui.map(({ check, expect: expected }) => ({ check, expect: !expected })),
    })
    const [result] = await play(withSteps(one, opposite))
    expect(result!.differences).toHaveLength(checksIn(one))
  })

  about('of the answers fails at each of them', async () => {
    const one = mostChecked()
    const opposite = (step: Step): Step => ({
      ...step,
      commands: step.commands.map((command) => ({ ...command, error: '101' })),
    })
    const [result] = await play(withSteps(one, opposite))
    expect(result!.differences).toHaveLength(one.steps.flatMap(({ commands }) => commands).length)
  })

  about('of the order fails where it leaves it', async () => {
    const one = mostChecked()
    const [first, ...rest] = one.steps
    const [result] = await play([{ ...one, steps: [first!, ...rest.toReversed()] }])
    expect(result!.differences).toEqual([expect.stringMatching(/not delivered, but/)])
  })
})
