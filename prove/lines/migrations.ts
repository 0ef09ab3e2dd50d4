import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'databases of every earlier state are opened',
  bar: 'the schema of a new one, integrity ok, writes; what is in them reads as before; kills during migrations are among the power cuts',
  tests: ['test/faults/migrations'],
  figure: (run) =>
    `${sumOf(run, 'migrations', 'states')} states, all brought up to date; of ${run.figures.filter(({ name }) => name === 'earlier states').length} that ` +
    `earlier code filled, ${sumOf(run, 'earlier states', 'answers')} answers as they were, to the same program, session and player (nothing is released yet)`,
})
