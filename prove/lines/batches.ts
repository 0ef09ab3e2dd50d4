import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'batches with one bad statement, statements that come again, reads right after writes',
  bar: 'a bad one at each of 500 places: nothing stored; 10,000 pairs: 0 wrong verdicts; 100,000 reads: 0 missed',
  tests: ['test/faults/batches'],
  env: (length) =>
    length === 'long'
      ? {
          HOCBA_TEST_POSITIONS: '500',
          HOCBA_TEST_PAIRS: '10000',
          HOCBA_TEST_READS: '100000',
        }
      : {},
  figure: (run) =>
    `${sumOf(run, 'batches', 'positions')} places in batches of 500, 0 stored; ${number(sumOf(run, 'pairs', 'pairs'))} pairs, ` +
    `${sumOf(run, 'pairs', 'wrong')} wrong; ${number(sumOf(run, 'reads after writes', 'reads'))} reads, ${sumOf(run, 'reads after writes', 'missed')} missed`,
})
