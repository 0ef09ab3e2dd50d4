import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'races for one id and for one document',
  bar: '1,000 ids by 64 clients, 0 wrong verdicts; 0 lost updates with If-Match',
  tests: ['test/faults/races'],
  env: (length) => ({ HOCBA_TEST_RACES: length === 'long' ? '1000' : '20' }),
  figure: (run) =>
    `${number(sumOf(run, 'races', 'ids'))} ids by 64 clients, ${sumOf(run, 'races', 'wrong')} wrong; ` +
    `${sumOf(run, 'counters', 'counters')} counters by 100 clients, ${sumOf(run, 'counters', 'counted')} counted, ${sumOf(run, 'counters', 'lost')} lost`,
})
