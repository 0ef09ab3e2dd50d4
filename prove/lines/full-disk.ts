import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'full disk',
  bar: '100 fill points, 0 acknowledged lost, writes again without a restart; statements, uploads and commits get 503 with Retry-After',
  tests: ['test/faults/storage-full-disk', 'test/faults/full-disk-server'],
  env: (length) => ({ HOCBA_TEST_FULL_DISKS: length === 'long' ? '100' : '2' }),
  figure: (run) =>
    `${sumOf(run, 'full-disk', 'disks')} disks, ${number(sumOf(run, 'full-disk', 'acknowledged'))} acknowledged, 0 lost, all healed`,
})
