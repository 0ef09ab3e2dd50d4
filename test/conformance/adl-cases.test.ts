import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readCases } from '../../conformance/cases.ts'
import { withHeadlessStage } from '../../conformance/headless-stage.ts'
import { runCases } from '../../conformance/run-cases.ts'

const folder = join(import.meta.dirname, '../../../shared/fixtures/scorm-cts')
const packages = join(folder, 'packages')
const file = join(folder, 'cases.json')
const name = 'the runtime, the sequencer and the server pass every case of ADL'

if (existsSync(file)) {
  test(name, async () => {
    const cases = readCases(file)
    const results = await withHeadlessStage(packages, (stage) =>
      runCases(stage, { cases, packages, tell: () => undefined }),
    )
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([])
    expect(results).toHaveLength(cases.length)
  }, 180_000)
} else {
  test.skip(`${name} [skipped: ../shared/fixtures/scorm-cts is not here]`, () => undefined)
}
