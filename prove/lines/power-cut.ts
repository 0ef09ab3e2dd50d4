import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'power cut: disks rebuilt from recorded writes and syncs',
  bar: '10,000 disks, 0 lost, 0 damaged; with synchronous=NORMAL it must lose',
  tests: ['test/faults/power-cut'],
  env: (length) => ({ HOCBA_TEST_POWER_CUTS: length === 'long' ? '10000' : '100' }),
  figure: (run) =>
    `${number(sumOf(run, 'power-cut', 'images'))} disks, ${number(sumOf(run, 'power-cut', 'acknowledged'))} acknowledgements, ` +
    `${sumOf(run, 'power-cut', 'lossy')} lost, ${sumOf(run, 'power-cut', 'damaged')} damaged; the control lost on ` +
    `${sumOf(run, 'power-cut-control', 'lossy')} of ${sumOf(run, 'power-cut-control', 'images')}`,
})
