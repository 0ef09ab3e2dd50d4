import { interactionDefinition } from '../../../src/launch/interaction-definition.ts'

test('interactionDefinition() takes a question without a type as other', () => {
  const bare = { id: 'q', correctResponses: [], objectives: [] }
  expect(interactionDefinition(bare)).toEqual({ interactionType: 'other' })
  expect(interactionDefinition({ ...bare, type: 'likert', correctResponses: ['', '3'] })).toEqual({
    interactionType: 'likert',
    correctResponsesPattern: ['3'],
  })
})
