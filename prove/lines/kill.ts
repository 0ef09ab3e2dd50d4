import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'kill -9 of a server under load',
  bar: '1,000 cycles, 1,000,000 acknowledgements, 0 lost, 0 stored by half',
  tests: ['test/faults/kill-server'],
  env: (length) => ({ HOCBA_TEST_KILL_CYCLES: length === 'long' ? '1000' : '5' }),
  figure: (run) =>
    `${number(sumOf(run, 'kill', 'cycles'))} cycles, ${number(sumOf(run, 'kill', 'acknowledged'))} acknowledgements, ` +
    `${sumOf(run, 'kill', 'lost')} lost, ${sumOf(run, 'kill', 'halves')} by half; slowest start ` +
    `${sumOf(run, 'kill', 'slowestStartSeconds').toFixed(1)} s`,
})
