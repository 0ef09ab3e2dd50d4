import { number } from '../line.ts'
import { sumOf } from '../run-tests.ts'
import { testsLine } from '../tests-line.ts'

export const line = testsLine({
  title: 'kill -9 of one of three nodes on MongoDB, behind a proxy, under load',
  bar: '20 kills: clients only send again, 0 acknowledged lost, feed and webhooks whole and in order, learners, sign-ins and imports go on',
  tests: ['test/faults/three-nodes'],
  env: (length) => ({ HOCBA_TEST_NODE_KILLS: length === 'long' ? '20' : '1' }),
  figure: (run) =>
    `${number(sumOf(run, 'nodes', 'kills'))} kills, ${number(sumOf(run, 'nodes', 'requests'))} requests of which ` +
    `${number(sumOf(run, 'nodes', 'sentAgain'))} were sent again, slowest ${number(sumOf(run, 'nodes', 'slowestMilliseconds'))} ms; ` +
    `${number(sumOf(run, 'nodes', 'acknowledged'))} acknowledged, ${sumOf(run, 'nodes', 'lost')} lost; imports done by others within ` +
    `${sumOf(run, 'nodes', 'slowestTakeoverSeconds').toFixed(0)} s`,
})
