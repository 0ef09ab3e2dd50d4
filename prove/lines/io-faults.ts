import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'the n-th call of the disk fails, writing and stopping; a disk that became read-only',
  bar: 'every place survived: 5xx, nothing acknowledged lost, ends with an error and recovers',
  tests: ['test/faults/io-faults'],
  env: (length) => ({ HOCBA_TEST_IO_FAULT_STEP: length === 'long' ? '1' : '40' }),
  figure: (run) =>
    `${number(sumOf(run, 'io-faults', 'places'))} places, ${sumOf(run, 'io-faults', 'failed')} not survived; the process ended itself ` +
    `${sumOf(run, 'io-faults', 'exits')} times and recovered`,
})
