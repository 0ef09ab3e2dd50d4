import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'changes to the database behind the back of the server',
  bar: '10,000 changes all detected, 0 false alarms in 10,000 honest histories',
  tests: ['test/faults/tamper'],
  env: (length) =>
    length === 'long'
      ? { HOCBA_TEST_MUTATIONS: '10000', HOCBA_TEST_HISTORIES: '10000', HOCBA_TEST_SEED: '1' }
      : {},
  figure: (run) => {
    const sum = (name: string, key: string) => number(sumOf(run, name, key))
    const honest = ['crashes', 'restores', 'erasures']
      .map((key) => `${sum('honest histories', key)} ${key}`)
      .join(', ')
    return (
      `${sum('tamper', 'mutations')} changes of ${sum('tamper', 'kinds')} kinds, all detected with a saved checkpoint; ` +
      `0 alarms in ${sum('honest histories', 'histories')} honest histories with ${honest}`
    )
  },
})
