import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'databases of every earlier state are opened',
  bar: 'the schema of a new one, integrity ok, writes; kills during migrations are among the power cuts',
  tests: ['test/faults/migrations'],
  figure: (run) =>
    `${sumOf(run, 'migrations', 'states')} states, all brought up to date (nothing is released yet)`,
})
