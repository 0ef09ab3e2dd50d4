import type { Step } from '../../conformance/cases.ts'
import { actionsOf } from '../../conformance/instruction.ts'

const told = (text: string, name = 'X'): Step => ({
  activity: '1',
  visit: 1,
  ui: [],
  commands: [],
  userInstruction: name,
  userInstructionText: text,
})

describe('an instruction to the learner', () => {
  test('without words asks for nothing: the SCO navigates by itself', () => {
    const { userInstructionText: _, ...silent } = told('', '')
    expect(actionsOf(silent)).toEqual([])
  })

  test.each([
    ['please trigger a Continue Navigation Event.', [{ do: 'continue' }]],
    ['please trigger a Previous Navigation Event.', [{ do: 'previous' }]],
    [
      'please target Activity 6 for a Choice Navigation Event.',
      [{ do: 'choose', title: 'Activity 6' }],
    ],
    ['please launch Part 2 of the test.', [{ do: 'choose', title: 'Part 2 of the test' }]],
    ['The current learner attempt should have ended.', [{ do: 'seeEnd' }]],
  ])('%s', (text, actions) => {
    expect(actionsOf(told(text))).toEqual(actions)
  })

  test('asks for several things in the order of its words', () => {
    const text =
      'Please trigger an Exit All Navigation Event, the current learner attempt should end. Please relaunch LMS Test Content Package AB-01 and then choose Activity 4 to continue the test.'
    expect(actionsOf(told(text))).toEqual([
      { do: 'exitAll' },
      { do: 'seeEnd' },
      { do: 'launch', package: 'AB-01' },
      { do: 'choose', title: 'Activity 4' },
    ])
  })

  test('that nobody can carry out is an error, not nothing', () => {
    expect(() => actionsOf(told('Please whistle.'))).toThrow('Please whistle.')
  })
})
