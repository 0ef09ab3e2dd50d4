import { item2004, manifest2004 } from '../../../support/small-course-2004.ts'
import { read, readItem, readManifest } from './read-manifest.ts'

const rule = (condition: string, action: string) => `<imsss:sequencingRules><imsss:preConditionRule>
  <imsss:ruleConditions>${condition}</imsss:ruleConditions>${action}
</imsss:preConditionRule></imsss:sequencingRules>`

const always = '<imsss:ruleCondition condition="always"/>'

describe('what the schemas do not allow is told with its place, and the default holds', () => {
  test.each<[string, string, object]>([
    [
      '<imsss:controlMode choice="yes" flow="true"/>',
      'value-invalid',
      { controlMode: { choice: true, flow: true } },
    ],
    ['<imsss:controlMode choise="true"/>', 'attribute-unknown', { controlMode: { choice: true } }],
    ['<imsss:limitConditions attemptLimit="-1"/>', 'value-invalid', { limits: {} }],
    [
      '<imsss:limitConditions attemptAbsoluteDurationLimit="1:30:00"/>',
      'value-invalid',
      { limits: {} },
    ],
    [
      '<imsss:rollupRules objectiveMeasureWeight="2"/>',
      'value-invalid',
      { rollupControls: { objectiveMeasureWeight: 1 } },
    ],
    [rule(always, '<imsss:ruleAction action="jump"/>'), 'value-invalid', { rules: { pre: [] } }],
    [rule(always, '<imsss:ruleAction/>'), 'attribute-missing', { rules: { pre: [] } }],
    [rule(always, ''), 'element-missing', { rules: { pre: [] } }],
    [
      rule('<imsss:ruleCondition condition="tired"/>', '<imsss:ruleAction action="skip"/>'),
      'value-invalid',
      { rules: { pre: [] } },
    ],
    [
      '<imsss:deliveryControls tracked="false"/><imsss:controlMode flow="true"/>',
      'element-order',
      { controlMode: { flow: true }, deliveryControls: { tracked: false } },
    ],
    [
      '<imsss:controlMode flow="true"/><imsss:controlMode flow="false"/>',
      'element-repeated',
      { controlMode: { flow: true } },
    ],
    [
      '<imsss:objectives><imsss:primaryObjective objectiveID="a"/><imsss:primaryObjective objectiveID="b"/></imsss:objectives>',
      'element-repeated',
      { objectives: [{ id: 'a', isPrimary: true }] },
    ],
    [
      '<imsss:objectives><imsss:primaryObjective><imsss:mapInfo targetObjectiveID=" "/></imsss:primaryObjective></imsss:objectives>',
      'attribute-missing',
      { objectives: [{ maps: [] }] },
    ],
    [
      '<imsss:objectives><imsss:primaryObjective><imsss:minNormalizedMeasure>80</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>',
      'value-invalid',
      { objectives: [{ minNormalizedMeasure: 1 }] },
    ],
    ['<imsss:controlModes flow="true"/>', 'element-unknown', {}],
  ])('%s: %s', (group, code, expected) => {
    const { sequencing, findings } = readItem(group)
    expect(findings).toMatchObject([
      { code, severity: 'warning', file: 'imsmanifest.xml', line: expect.any(Number) },
    ])
    expect(findings[0]?.column).toBeGreaterThan(0)
    expect(sequencing).toMatchObject(expected)
  })

  test('elements of other vocabularies may stand where something may be added', () => {
    const inner = '<tool:note xmlns:tool="urn:tool">x</tool:note>'
    const items = item2004('a', { inner })
    expect(read({ items }).codes).toEqual([])
  })

  test('an item behind the sequencing of its organization is read', () => {
    const items = `<imsss:sequencing/>${item2004('a')}`
    const text = manifest2004({ items }).replace(/<imsss:sequencing><.*<\/imsss:sequencing>/, '')
    expect(readManifest(text)).toMatchObject({
      course: { activities: [{ id: 'a' }] },
      codes: ['element-order'],
    })
  })
})

describe('what cannot be meant is told', () => {
  test.each([
    [
      rule(
        '<imsss:ruleCondition condition="satisfied" referencedObjective="gone"/>',
        '<imsss:ruleAction action="skip"/>',
      ),
      'objective-unknown',
    ],
    [
      '<imsss:objectives><imsss:primaryObjective/></imsss:objectives><adlseq:objectives><adlseq:objective objectiveID="gone"><adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives>',
      'objective-unknown',
    ],
    [
      '<imsss:objectives><imsss:primaryObjective objectiveID="a"/><imsss:objective objectiveID="a"/></imsss:objectives>',
      'objective-ambiguous',
    ],
    [
      '<imsss:objectives><imsss:primaryObjective><imsss:mapInfo targetObjectiveID="g" writeSatisfiedStatus="true"/></imsss:primaryObjective><imsss:objective objectiveID="a"><imsss:mapInfo targetObjectiveID="g" writeSatisfiedStatus="true"/></imsss:objective></imsss:objectives>',
      'objective-map-conflict',
    ],
    [
      '<imsss:randomizationControls selectCount="2" selectionTiming="once"/>',
      'selection-too-large',
    ],
  ])('%s: %s', (group, code) => {
    expect(readItem(group).codes).toEqual([code])
  })

  const cluster = (control: string) =>
    item2004('c', {
      children: item2004('d'),
      inner: `<imsss:sequencing><imsss:controlMode ${control}/></imsss:sequencing>`,
    })
  const root = (control: string) => `<imsss:controlMode choice="false" ${control}/>`

  test.each([
    [root('flow="false"'), item2004('a'), true],
    [root('flow="true"'), item2004('a'), false],
    [root('flow="true"'), cluster('choice="false"'), true],
    [root('flow="true"'), cluster('choice="false" flow="true"'), false],
    [root('flow="false"'), cluster('choice="true"'), false],
    ['<imsss:controlMode flow="false"/>', item2004('a'), false],
  ])('with %s over %s nothing can be started: %s', (rootSequencing, items, isStuck) => {
    expect(read({ rootSequencing, items }).codes).toEqual(isStuck ? ['nothing-to-start'] : [])
  })
})
