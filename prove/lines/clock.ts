import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'the clock is set while the server runs',
  bar: '±1 h, −1 d, ±400 d: stored increases strictly, paging by since misses nothing',
  tests: ['test/faults/clock-jumps'],
  figure: (run) =>
    `${sumOf(run, 'clock', 'jumps')} jumps, ${sumOf(run, 'clock', 'statements')} statements, ${sumOf(run, 'clock', 'disorder')} out of order, 0 missed; an open course is completed`,
})
