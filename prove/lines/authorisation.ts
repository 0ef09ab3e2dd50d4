import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'every operation by every role, inside and outside of its place',
  bar: '0 leaks; an operation without a declared policy fails',
  tests: ['test/http/access/matrix'],
  figure: (run) =>
    `${number(sumOf(run, 'authorisation', 'cells'))} cells, 0 leaks; ${run.passed} tests`,
})
