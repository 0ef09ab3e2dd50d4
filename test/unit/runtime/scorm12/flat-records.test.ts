import { engines } from '../../../../src/runtime/index.ts'
import { withRecordsApart } from '../../../../src/runtime/scorm12/flat-records.ts'
import { Playing } from './playing.ts'

const engine = engines.scorm12

test('an attempt that was stored with its records among the values goes on as if they were apart', () => {
  const values = {
    'cmi.suspend_data': 'trang=3',
    'cmi.interactions._count': '2',
    'cmi.interactions.0.id': 'q0',
    'cmi.interactions.1.id': 'q1',
    'cmi.interactions.1.objectives._count': '1',
    'cmi.interactions.1.objectives.0.id': 'goal',
  }
  const playing = new Playing().open()
  playing.call('initialize', '')
  const { one } = playing.attempt.activities
  playing.attempt = {
    ...playing.attempt,
    activities: { one: { ...one!, values, records: {} } },
  }
  expect(playing.call('getValue', 'cmi.interactions._count')).toBe('2')
  expect(engine.interaction(playing.attempt, 'one', 1)?.objectives).toEqual(['goal'])
  playing.call('setValue', 'cmi.interactions.2.id', 'q2')
  expect(playing.error).toBe('0')
  const after = playing.attempt.activities.one!
  expect(after.values).toEqual({ 'cmi.suspend_data': 'trang=3' })
  expect(after.records?.['cmi.interactions']).toHaveLength(3)
  expect(withRecordsApart(after)).toBe(after)
})
