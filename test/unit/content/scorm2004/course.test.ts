import { item2004, manifest2004 } from '../../../support/small-course-2004.ts'
import { read, readManifest } from './read-manifest.ts'

describe('the edition', () => {
  test.each([
    ['2004 4th Edition', '4th'],
    ['2004 3rd Edition', '3rd'],
    ['2004 2nd Edition', '2nd'],
    ['CAM 1.3', '2nd'],
    [' cam 1.3 ', '2nd'],
    ['1.3', '2nd'],
    ['SCORM 2004 4TH edition', '4th'],
  ])('of the schemaversion %j is the %s', (schemaversion, edition) => {
    const { course, edition: name, codes } = read({ schemaversion })
    expect(course).toMatchObject({ standard: 'scorm2004', scorm2004: { edition } })
    expect([name, codes]).toEqual([`${edition} Edition`, []])
  })

  const threshold = item2004('a', { inner: '<adlcp:completionThreshold progressWeight="1"/>' })

  test.each([
    ['2004', item2004('a'), '3rd'],
    ['2004', threshold, '4th'],
    ['', threshold, '4th'],
    ['9', item2004('a'), '3rd'],
  ])('of the schemaversion %j is guessed by what is used', (schemaversion, items, edition) => {
    const { course, codes } = read({ schemaversion, items })
    expect(course.scorm2004?.edition).toBe(edition)
    expect(codes).toEqual(['edition-guessed'])
  })

  test('is one of SCORM 2004 where only its elements say so', () => {
    const bare = manifest2004().replace(
      /<schemaversion>.*<\/schemaversion>|xmlns:?\w*="[^"]*"/g,
      '',
    )
    expect(readManifest(bare)).toMatchObject({ standard: 'scorm2004', codes: ['edition-guessed'] })
  })

  test('is 1.2 where the schemaversion says so, whatever the name spaces are', () => {
    expect(read({ schemaversion: '1.2' })).toMatchObject({
      standard: 'scorm12',
      codes: expect.arrayContaining(['schemaversion-unknown']),
    })
  })
})

describe('the organization', () => {
  test('is the root, with sequencing and scopes of its own', () => {
    const organizationAttributes =
      'adlseq:objectivesGlobalToSystem="false" sharedDataGlobalToSystem="0"'
    expect(read({ organizationAttributes }).course).toMatchObject({
      id: 'course',
      scorm2004: {
        sequencing: { controlMode: { choice: true, flow: true } },
        objectivesGlobalToSystem: false,
        sharedDataGlobalToSystem: false,
      },
    })
  })

  test('shares objectives and data with other courses unless it says otherwise', () => {
    expect(read({ organizationAttributes: '' }).course.scorm2004).toMatchObject({
      objectivesGlobalToSystem: true,
      sharedDataGlobalToSystem: true,
    })
  })

  test('has an id that no item has', () => {
    const { course } = read({ items: item2004('course') })
    expect([course.id, course.activities[0]?.id]).toEqual(['course-2', 'course'])
  })
})

describe('an item', () => {
  const activityOf = (inner: string) => {
    const { course, codes } = read({ items: item2004('a', { inner }) })
    return { activity: course.activities[0], codes }
  }

  test.each([
    ['<adlcp:completionThreshold>0.75</adlcp:completionThreshold>', true, 0.75, 1],
    ['<adlcp:completionThreshold completedByMeasure="true"/>', true, 1, 1],
    ['<adlcp:completionThreshold minProgressMeasure="0.5" progressWeight="0.2"/>', false, 0.5, 0.2],
    [
      '<adlcp:completionThreshold progressWeight="0.2">any text</adlcp:completionThreshold>',
      false,
      1,
      0.2,
    ],
  ])('has a completion threshold in both forms: %s', (inner, completedByMeasure, least, weight) => {
    expect(activityOf(inner)).toMatchObject({
      activity: {
        completionThreshold: {
          completedByMeasure,
          minProgressMeasure: least,
          progressWeight: weight,
        },
      },
      codes: [],
    })
  })

  test('has stores, hidden buttons, start data and a time limit action', () => {
    const inner = `<adlcp:data><adlcp:map targetID=" notes "/><adlcp:map targetID="n2" readSharedData="false" writeSharedData="true"/></adlcp:data>
      <adlnav:presentation><adlnav:navigationInterface>
        <adlnav:hideLMSUI>suspendAll</adlnav:hideLMSUI><adlnav:hideLMSUI> Continue </adlnav:hideLMSUI><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
      </adlnav:navigationInterface></adlnav:presentation>
      <adlcp:dataFromLMS> x=1 </adlcp:dataFromLMS>
      <adlcp:timeLimitAction>exit, no message</adlcp:timeLimitAction>`
    expect(activityOf(inner)).toMatchObject({
      activity: {
        data: [
          { target: 'notes', readSharedData: true, writeSharedData: true },
          { target: 'n2', readSharedData: false, writeSharedData: true },
        ],
        hideLmsUi: ['suspendAll', 'continue'],
        dataFromLms: 'x=1',
        timeLimitAction: 'exit,no message',
      },
      codes: [],
    })
  })

  test('with settings of SCORM 1.2 is told that they do nothing', () => {
    const { activity, codes } = activityOf('<adlcp:masteryscore>80</adlcp:masteryscore>')
    expect(codes).toEqual(['scorm12-element-ignored'])
    expect(activity).not.toHaveProperty('masteryScore')
  })

  test('that launches and contains keeps id and sequencing; its first child launches', () => {
    const inner =
      '<imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing><adlcp:dataFromLMS>x</adlcp:dataFromLMS>'
    const items = item2004('a', { inner: item2004('b') + inner })
    const { course, codes } = read({ items })
    expect(codes).toEqual(['item-launches-and-contains'])
    expect(course.activities).toMatchObject([
      {
        id: 'a',
        kind: 'cluster',
        sequencing: { controlMode: { flow: true } },
        children: [
          { id: 'a-page', kind: 'sco', href: 'sco.html?sco=a', dataFromLms: 'x' },
          { id: 'b' },
        ],
      },
    ])
    expect(course.activities[0]).not.toHaveProperty('href')
    expect(course.activities[0]?.children[0]).not.toHaveProperty('sequencing')
  })

  test('that stands for a manifest inside has the groups of both', () => {
    const rest = `<manifest identifier="inner"><organizations><organization identifier="o">${item2004('b')}
      <imsss:sequencing><imsss:controlMode flow="true"/><imsss:limitConditions attemptLimit="3"/></imsss:sequencing>
      </organization></organizations></manifest>`
    const items = `<item identifier="a" identifierref="inner"><title>A</title>
      <imsss:sequencing><imsss:limitConditions attemptLimit="1"/></imsss:sequencing></item>`
    const { course, codes } = read({ items, rest })
    expect(codes).toEqual(['submanifest-used'])
    expect(course.activities[0]).toMatchObject({
      id: 'a',
      sequencing: { controlMode: { flow: true }, limits: { attemptLimit: 1 } },
      children: [{ id: 'b', kind: 'sco' }],
    })
  })
})

describe('a base', () => {
  const based = (files: string[]) =>
    readManifest(
      manifest2004().replace('identifier="page"', 'identifier="page" xml:base="in/"'),
      files,
    )

  test('counts where the file is there', () => {
    const { course, codes } = based(['sco.html', 'in/sco.html'])
    expect(course.activities[0]?.href).toBe('in/sco.html?sco=intro')
    expect(codes).toEqual([])
  })

  test('that leads nowhere is left out, with a warning, where the file is there without it', () => {
    const { course, codes } = based(['sco.html'])
    expect(course.activities[0]?.href).toBe('sco.html?sco=intro')
    expect(codes).toEqual(['base-ignored'])
  })
})

test('what the metadata says is kept: the organization counts before the manifest', () => {
  const lom = (title: string, more = '') =>
    `<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><title><string>${title}</string></title>
    <description><string language="vi">Mô tả
      dài</string></description>${more}</general>
    <educational><typicalLearningTime><duration>PT45M</duration></typicalLearningTime></educational></lom></metadata>`
  const items = item2004('a') + lom('Khóa học')
  const text = manifest2004({ items, title: '' }).replace(
    '<metadata><schema>',
    `${lom('Gói', '<language>vi</language>').replace('</metadata>', '')}<schema>`,
  )
  const { course } = readManifest(text)
  expect(course).toMatchObject({
    title: 'Khóa học',
    about: { description: 'Mô tả dài', language: 'vi', typicalDuration: 'PT45M' },
  })
})
