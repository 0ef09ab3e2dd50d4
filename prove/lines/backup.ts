import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'backups under load, each restored and started',
  bar: '50 backups, 50 restored with all that was acknowledged before; broken ones refused',
  tests: ['test/http/backup'],
  env: (length) => ({ HOCBA_TEST_BACKUPS: length === 'long' ? '50' : '2' }),
  figure: (run) =>
    `${sumOf(run, 'backup', 'backups')} backups during ${number(sumOf(run, 'backup', 'statements'))} statements, all restored; 7 broken ones refused`,
})
