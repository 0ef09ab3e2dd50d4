import { generateKeyPairSync } from 'node:crypto'
import {
  agreeOnSettings,
  compareSettings,
  type NodeSettings,
} from '../../../../src/storage/mongodb/agree-on-settings.ts'
import { connect } from '../../../../src/storage/mongodb/connect.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryDatabase, testServerUrl } from '../../../support/mongodb.ts'

const describeServer = testServerUrl === undefined ? describe.skip : describe

describeServer('agreeOnSettings() (needs HOCBA_TEST_MONGODB_URL)', () => {
  let place: Place
  beforeEach(async () => {
    place = await temporaryDatabase()
  })
  afterEach(() => place.remove())

  const [first, second] = [1, 2].map(() => generateKeyPairSync('ed25519').privateKey)
  const settings: NodeSettings = {
    signingKey: Buffer.alloc(32, 1),
    ledgerKeys: [first!],
    appUrl: 'https://hocba.example.vn',
    contentUrl: 'https://courses.example.vn',
    nodes: 'many',
    acceptedSettings: '',
  }
  const start = (changes: Partial<NodeSettings> = {}) =>
    agreeOnSettings(place.location, { ...settings, ...changes })

  async function compare(changes: Partial<NodeSettings>) {
    const client = await connect(place.location)
    try {
      return await compareSettings(client.db(), { ...settings, ...changes })
    } finally {
      await client.close()
    }
  }

  test('nodes with the same settings start, also all at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => start()))
    await start()
    expect((await compare({})).differences).toEqual([])
  })

  test('a node with another key or address is refused by its name, and changes nothing', async () => {
    await start()
    const others: [string, Partial<NodeSettings>][] = [
      ['HOCBA_SIGNING_KEY', { signingKey: Buffer.alloc(32, 2) }],
      ['HOCBA_LEDGER_KEYS', { ledgerKeys: [second!] }],
      ['HOCBA_APP_URL', { appUrl: 'https://other.example.vn' }],
      ['HOCBA_CONTENT_URL', { contentUrl: 'https://other.example.vn' }],
    ]
    for (const [name, changes] of others) {
      expect((await compare(changes)).differences).toEqual([name])
      await expect(start(changes)).rejects.toThrow(new RegExp(`^${name} of this node differs`))
    }
    await start()
  })

  test('what is in the database tells nobody the key', async () => {
    await start()
    const client = await connect(place.location)
    const kept = JSON.stringify(await client.db().collection('settings').find().toArray())
    await client.close()
    const { signingKey } = settings
    for (const form of ['hex', 'base64', 'base64url'] as const)
      expect(kept).not.toContain(signingKey.toString(form))
  })

  test('settings that are changed on purpose count once they are accepted, and then the old ones are refused', async () => {
    await start()
    const changed = { signingKey: Buffer.alloc(32, 2) }
    const { fingerprint, refusal } = await compare(changed)
    expect(refusal).toContain(`HOCBA_ACCEPT_SETTINGS=${fingerprint}`)
    await expect(start({ ...changed, acceptedSettings: 'another' })).rejects.toThrow()
    await start({ ...changed, acceptedSettings: fingerprint })
    await start(changed)
    await expect(start({ acceptedSettings: fingerprint })).rejects.toThrow(/HOCBA_SIGNING_KEY/)
  })

  test('a further key of the log is taken from whoever has it, and then all need it', async () => {
    await start()
    await start({ ledgerKeys: [first!, second!] })
    await expect(start()).rejects.toThrow(/HOCBA_LEDGER_KEYS/)
  })

  test('where there is one node, its addresses may change', async () => {
    await start({ nodes: 'one' })
    await start({ nodes: 'one', appUrl: 'https://other.example.vn' })
    await expect(start({ nodes: 'one', signingKey: Buffer.alloc(32, 2) })).rejects.toThrow()
  })
})
